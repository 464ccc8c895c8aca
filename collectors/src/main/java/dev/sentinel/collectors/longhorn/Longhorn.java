package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the resources of one Longhorn installation as they change. Owned by one thread; what it knows can be taken out, kept
 * in the store, and put back after a restart.
 */
public final class Longhorn {
    /** In this order a first listing gives each object the neighbours that it is judged by. */
    public static final List<String> ORDER = List.of(
            "Setting",
            "InstanceManager",
            "Node",
            "Replica",
            "Engine",
            "Orphan",
            "VolumeAttachment",
            "Volume",
            "EngineImage",
            "ShareManager",
            "Backup",
            "BackupTarget");

    private final Facts facts;
    private final World world;

    public Longhorn(Facts facts, String namespace) {
        this.facts = facts;
        this.world = new World(namespace);
    }

    /** An object of group longhorn.io as it is now. Kinds that are not read tell nothing. */
    public List<Event> read(Resource resource, Instant now) {
        Telling telling = new Telling(facts, now);
        switch (resource.kind()) {
            case "Node" -> new NodeReading(world, telling).read(resource);
            case "Volume" -> new VolumeReading(world, telling).read(resource);
            case "Engine" -> new EngineReading(world, telling).read(resource);
            case "Replica" -> new ReplicaReading(world, telling).read(resource);
            case "InstanceManager" -> new ManagerReading(world, telling).read(resource);
            case "Setting" -> new SettingReading(world, telling).read(resource);
            case "Orphan" -> new OrphanReading(world, telling).read(resource);
            case "VolumeAttachment" -> new TicketReading(world, telling).read(resource);
            case "EngineImage", "ShareManager", "Backup", "BackupTarget" ->
                new SayingReading(world, telling).read(resource);
            default -> {
                // snapshots, recurring jobs, shards: nothing is told of them
            }
        }
        return telling.events();
    }

    /** An object was deleted; what it was last is handed in, as the watch or the listing before had it. */
    public List<Event> gone(Resource last, Instant now) {
        Telling telling = new Telling(facts, now);
        switch (last.kind()) {
            case "Node" -> new NodeReading(world, telling).gone(last);
            case "Volume" -> new VolumeReading(world, telling).gone(last);
            case "Engine" -> new EngineReading(world, telling).gone(last);
            case "Replica" -> new ReplicaReading(world, telling).gone(last);
            case "InstanceManager" -> new ManagerReading(world, telling).gone(last);
            case "Orphan" -> new OrphanReading(world, telling).gone(last);
            case "VolumeAttachment" -> new TicketReading(world, telling).gone(last);
            case "Setting", "EngineImage", "ShareManager", "Backup", "BackupTarget" ->
                world.remove(new World.Key(Kinds.of(last.kind()), last.name()));
            default -> {
                // never told of, so nothing ends
            }
        }
        return telling.events();
    }

    /** The pod of an instance manager as it is now; other pods tell nothing. */
    public List<Event> pod(Resource pod, Instant now) {
        Telling telling = new Telling(facts, now);
        if (pod.label("longhorn.io/component").equals("instance-manager")) {
            new ManagerReading(world, telling).pod(pod);
        }
        return telling.events();
    }

    /** An Event object about something of Longhorn's, when it is news. */
    public List<Event> hint(Hint hint, Instant now) {
        Telling telling = new Telling(facts, now);
        new HintReading(world, telling).read(hint);
        return telling.events();
    }

    /** The metrics page of one manager, as a second witness of what the resources say. */
    public List<Event> metrics(String page, Instant now) {
        Telling telling = new Telling(facts, now);
        new MetricsReading(world, telling).read(page);
        return telling.events();
    }

    /** Everything that stands on something now, as full listings: what they do not contain has ended. */
    public List<Event> listing(Ref collector, Instant now) {
        Telling telling = new Telling(facts, now);
        for (Map.Entry<String, List<Edge>> scope : edges().entrySet()) {
            EnumSet<EdgeKind> covered = EnumSet.noneOf(EdgeKind.class);
            covered.addAll(Scopes.kinds(scope.getKey()));
            telling.listing(scope.getKey(), collector, scope.getValue(), covered);
        }
        return telling.events();
    }

    /** What it knows, by kind and name. */
    public Map<String, Known> known() {
        SortedMap<String, Known> known = new TreeMap<>();
        world.all().forEach((key, what) -> known.put(key.kind() + "/" + key.name(), what));
        return known;
    }

    /** Puts back what was taken out before. */
    public void remember(Map<String, Known> known) {
        known.forEach((key, what) -> {
            int slash = key.indexOf('/');
            world.put(new World.Key(key.substring(0, slash), key.substring(slash + 1)), what);
        });
    }

    /** Objects that were not remembered because there were too many; more than none belongs on the metrics page. */
    public long refused() {
        return world.refused();
    }

    private SortedMap<String, List<Edge>> edges() {
        SortedMap<String, List<Edge>> edges = new TreeMap<>();
        Scopes.ALL.forEach(scope -> edges.put(scope, new ArrayList<>()));
        world.all()
                .values()
                .forEach(what -> Scopes.edges(what).forEach((scope, some) -> {
                    var list = edges.get(scope);
                    if (list != null) {
                        list.addAll(some);
                    }
                }));
        return edges;
    }
}
