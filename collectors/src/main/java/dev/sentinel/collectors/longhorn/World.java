package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.ReplicaClass;
import dev.sentinel.v1.ReplicaMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** All that is remembered of one Longhorn, and who belongs to whom in it. Owned by one thread. */
final class World {
    /** Objects of all kinds; a cluster of hundreds of nodes stays well below. One too many is read as if seen first each time. */
    static final int MOST = 200_000;

    private final String namespace;
    private final SortedMap<Key, Known> known = new TreeMap<>();
    private final Map<String, TreeSet<Key>> byVolume = new HashMap<>();
    private long refused;

    World(String namespace) {
        this.namespace = namespace;
    }

    /** An object's kind, as a reference spells it, and name. */
    record Key(String kind, String name) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byKind = kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    String namespace() {
        return namespace;
    }

    /** Objects that were not remembered, because there were too many. */
    long refused() {
        return refused;
    }

    Map<Key, Known> all() {
        return new TreeMap<>(known);
    }

    void put(Key key, Known what) {
        if (known.size() >= MOST && !known.containsKey(key)) {
            refused++;
            return;
        }
        remove(key);
        known.put(key, what);
        volumeOf(what)
                .ifPresent(volume -> byVolume.computeIfAbsent(volume, each -> new TreeSet<>())
                        .add(key));
    }

    void remove(Key key) {
        var old = Optional.ofNullable(known.remove(key));
        old.flatMap(World::volumeOf).ifPresent(volume -> {
            TreeSet<Key> keys = byVolume.getOrDefault(volume, new TreeSet<>());
            keys.remove(key);
            if (keys.isEmpty()) {
                byVolume.remove(volume);
            }
        });
    }

    <K extends Known> Optional<K> find(Class<K> type, Key key) {
        return Optional.ofNullable(known.get(key)).filter(type::isInstance).map(type::cast);
    }

    <K extends Known> Optional<K> find(Class<K> type, String kind, String name) {
        return find(type, new Key(kind, name));
    }

    /** All of one type, with their names, in the order of their kinds and names. */
    <K extends Known> SortedMap<String, K> all(Class<K> type) {
        SortedMap<String, K> found = new TreeMap<>();
        known.forEach((key, what) -> {
            if (type.isInstance(what)) {
                found.put(key.name(), type.cast(what));
            }
        });
        return found;
    }

    SortedMap<String, Known.Replica> replicasOf(String volume) {
        return belonging(Known.Replica.class, volume);
    }

    SortedMap<String, Known.Engine> enginesOf(String volume) {
        return belonging(Known.Engine.class, volume);
    }

    /** What the volume's engines think of a replica; unspecified when none lists it. */
    ReplicaMode mode(String volume, String replica) {
        return enginesOf(volume).values().stream()
                .flatMap(engine -> Optional.ofNullable(engine.modes().get(replica)).stream())
                .findFirst()
                .orElse(ReplicaMode.REPLICA_MODE_UNSPECIFIED);
    }

    /** The worth of a replica by what is known of it and around it. */
    ReplicaClass worth(String name, Known.Replica replica) {
        boolean elsewhere = replicasOf(replica.volume()).entrySet().stream()
                .anyMatch(other -> !other.getKey().equals(name)
                        && other.getValue().moments().healthyAt().isPresent());
        return Worth.of(replica, mode(replica.volume(), name), elsewhere);
    }

    int inService(String volume) {
        return (int) replicasOf(volume).entrySet().stream()
                .filter(each -> worth(each.getKey(), each.getValue()) == ReplicaClass.REPLICA_CLASS_IN_SERVICE)
                .count();
    }

    int rebuilding(String volume) {
        return (int) replicasOf(volume).entrySet().stream()
                .filter(each -> worth(each.getKey(), each.getValue()) == ReplicaClass.REPLICA_CLASS_REBUILDING)
                .count();
    }

    int lastCopies(String volume) {
        return (int)
                replicasOf(volume).values().stream().filter(Worth::isSafeAsLast).count();
    }

    Ref ref(String kind, String name) {
        return Refs.of(kind, namespace, name);
    }

    /** A disk goes by its uuid, for that is how replicas name it; one that has none yet goes by its place. */
    Ref disk(String uuid, String node, String diskName) {
        return ref("longhorn.disk", uuid.isEmpty() ? node + "/" + diskName : uuid);
    }

    private <K extends Known> SortedMap<String, K> belonging(Class<K> type, String volume) {
        SortedMap<String, K> found = new TreeMap<>();
        List<Key> keys = new ArrayList<>(byVolume.getOrDefault(volume, new TreeSet<>()));
        keys.forEach(key -> find(type, key).ifPresent(what -> found.put(key.name(), what)));
        return found;
    }

    private static Optional<String> volumeOf(Known what) {
        return switch (what) {
            case Known.Replica replica -> Optional.of(replica.volume());
            case Known.Engine engine -> Optional.of(engine.volume());
            case Known.Orphan orphan -> Optional.of(orphan.volume());
            case Known.Node node -> Optional.empty();
            case Known.Volume volume -> Optional.empty();
            case Known.Manager manager -> Optional.empty();
            case Known.ManagerPod pod -> Optional.empty();
            case Known.Tickets tickets -> Optional.empty();
            case Known.Setting setting -> Optional.empty();
            case Known.Saying saying -> Optional.empty();
        };
    }
}
