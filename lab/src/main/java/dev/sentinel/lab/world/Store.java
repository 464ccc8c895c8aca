package dev.sentinel.lab.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The objects of the world, as an API server keeps them: versions, generations, finalizers and a memory of changes. Trees
 * that it hands out are for reading; {@link #change} lends a copy for writing.
 */
public final class Store {

    private static final String META = "metadata";

    private final NavigableMap<Kind, NavigableMap<Key, ObjectNode>> objects = new TreeMap<>();
    private final NavigableMap<Kind, Deque<Change>> memory = new TreeMap<>();
    private final NavigableMap<Kind, Long> forgotten = new TreeMap<>();
    private final List<Change> fresh = new ArrayList<>();
    private final List<Admission> admissions = new ArrayList<>();
    private final Supplier<Instant> now;
    private final Dice dice;
    private final int remembered;
    private long version = 1000;

    Store(Supplier<Instant> now, Dice dice, int remembered) {
        this.now = now;
        this.dice = dice;
        this.remembered = remembered;
    }

    /** Who may refuse or complete what is written. */
    public void admitBy(Admission admission) {
        admissions.add(admission);
    }

    public long version() {
        return version;
    }

    public Optional<ObjectNode> find(Key key) {
        return Optional.ofNullable(shelf(key.kind()).get(key));
    }

    public Optional<ObjectNode> find(Kind kind, String namespace, String name) {
        return find(new Key(kind, namespace, name));
    }

    public ObjectNode get(Key key) {
        return find(key).orElseThrow(() -> Refused.notFound(key));
    }

    public Collection<ObjectNode> all(Kind kind) {
        return List.copyOf(shelf(kind).values());
    }

    public List<Key> keys(Kind kind) {
        return List.copyOf(shelf(kind).keySet());
    }

    public ObjectNode create(Kind kind, ObjectNode wanted) {
        ObjectNode object = wanted.deepCopy();
        Key key = Key.of(kind, object);
        if (find(key).isPresent()) {
            throw new Refused(
                    Refused.Reason.ALREADY_EXISTS, "%s \"%s\" already exists".formatted(kind.qualified(), key.name()));
        }
        object.put("apiVersion", kind.apiVersion());
        object.put("kind", kind.kind());
        ObjectNode meta = Tree.branch(object, META);
        meta.put("uid", dice.uid());
        meta.put("creationTimestamp", Tree.time(now.get()));
        meta.put("generation", 1);
        admissions.forEach(each -> each.admit(Optional.empty(), object, kind));
        return keep(key, Change.Type.ADDED, object);
    }

    /** Changes an object if it is there; no difference, no new version. */
    public void change(Key key, Consumer<ObjectNode> how) {
        find(key).ifPresent(found -> {
            ObjectNode copy = found.deepCopy();
            how.accept(copy);
            // Most looks change nothing, and to find that out once is enough.
            if (!copy.equals(found)) {
                var unused = put(key, copy);
            }
        });
    }

    /** An object that was there before the world began. */
    public void backdate(Key key, Instant created) {
        ObjectNode older = get(key).deepCopy();
        Tree.set(older, created, META, "creationTimestamp");
        var unused = keep(key, Change.Type.MODIFIED, older);
    }

    /** Writes the whole object, status included; a resourceVersion that is not the last one conflicts. */
    public ObjectNode put(Key key, ObjectNode wanted) {
        ObjectNode before = get(key);
        ObjectNode after = rehearse(key, wanted);
        if (after.equals(before)) {
            return before;
        }
        boolean held = !before.path(META).path("finalizers").isEmpty();
        if (held
                && after.path(META).has("deletionTimestamp")
                && after.path(META).path("finalizers").isEmpty()) {
            return remove(key);
        }
        return keep(key, Change.Type.MODIFIED, after);
    }

    /** What a write would make of an object, with everything that may refuse it, and without writing. */
    public ObjectNode rehearse(Key key, ObjectNode wanted) {
        ObjectNode before = get(key);
        String claimed = Tree.text(wanted, META, "resourceVersion");
        if (!claimed.isEmpty() && !claimed.equals(Tree.text(before, META, "resourceVersion"))) {
            throw new Refused(
                    Refused.Reason.CONFLICT,
                    ("Operation cannot be fulfilled on %s \"%s\": the object has been modified; please apply your changes"
                                    + " to the latest version and try again")
                            .formatted(key.kind().qualified(), key.name()));
        }
        ObjectNode after = wanted.deepCopy();
        keepIdentity(before, after);
        if (after.equals(before)) {
            return before;
        }
        admissions.forEach(each -> each.admit(Optional.of(before), after, key.kind()));
        if (!desired(before).equals(desired(after))) {
            Tree.set(after, Tree.number(before, 1, META, "generation") + 1, META, "generation");
        }
        return after;
    }

    /** Marks an object that has finalizers, removes one that has none. */
    public ObjectNode delete(Key key) {
        ObjectNode before = get(key);
        if (before.path(META).path("finalizers").isEmpty()) {
            return remove(key);
        }
        change(key, each -> {
            ObjectNode meta = Tree.branch(each, META);
            if (!meta.has("deletionTimestamp")) {
                meta.put("deletionTimestamp", Tree.time(now.get()));
                meta.put("deletionGracePeriodSeconds", 0);
            }
        });
        return get(key);
    }

    public ObjectNode remove(Key key) {
        return keep(key, Change.Type.DELETED, get(key).deepCopy());
    }

    /** What happened to a kind after a version; refused as 410 when it is no longer remembered. */
    public List<Change> since(Kind kind, long after) {
        if (after < forgotten.getOrDefault(kind, 0L)) {
            throw new Refused(
                    Refused.Reason.EXPIRED,
                    "too old resource version: %d (%d)".formatted(after, forgotten.getOrDefault(kind, 0L) + 1));
        }
        Deque<Change> all = memory.getOrDefault(kind, new ArrayDeque<>());
        List<Change> news = new ArrayList<>();
        for (var backwards = all.descendingIterator(); backwards.hasNext(); ) {
            Change change = backwards.next();
            if (change.version() <= after) {
                break;
            }
            news.add(change);
        }
        return news.reversed();
    }

    /** From now on everything before now is too old to watch from, as after a compaction. */
    public void forget() {
        memory.values().forEach(Deque::clear);
        Kinds.all().forEach(kind -> forgotten.put(kind, version));
    }

    List<Change> takeFresh() {
        List<Change> taken = List.copyOf(fresh);
        fresh.clear();
        return taken;
    }

    private ObjectNode keep(Key key, Change.Type type, ObjectNode object) {
        version++;
        Tree.set(object, Long.toString(version), META, "resourceVersion");
        Optional<ObjectNode> before = find(key);
        if (type == Change.Type.DELETED) {
            shelf(key.kind()).remove(key);
        } else {
            shelf(key.kind()).put(key, object);
        }
        Change change = new Change(version, type, key, before, object);
        Deque<Change> changes = memory.computeIfAbsent(key.kind(), any -> new ArrayDeque<>());
        changes.addLast(change);
        if (changes.size() > remembered) {
            forgotten.put(key.kind(), changes.removeFirst().version());
        }
        fresh.add(change);
        return object;
    }

    private NavigableMap<Key, ObjectNode> shelf(Kind kind) {
        return objects.computeIfAbsent(kind, any -> new TreeMap<>());
    }

    private static void keepIdentity(ObjectNode before, ObjectNode after) {
        after.set("apiVersion", before.get("apiVersion"));
        after.set("kind", before.get("kind"));
        ObjectNode meta = Tree.branch(after, META);
        for (String field : List.of("name", "namespace", "uid", "creationTimestamp", "generation", "resourceVersion")) {
            JsonNode kept = before.path(META).path(field);
            if (kept.isMissingNode()) {
                meta.remove(field);
            } else {
                meta.set(field, kept);
            }
        }
    }

    private static Map<String, JsonNode> desired(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().forEach(each -> fields.put(each.getKey(), each.getValue()));
        fields.remove(META);
        fields.remove("status");
        return fields;
    }
}
