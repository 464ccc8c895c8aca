package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.World;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a region knows, under one index that rises with each change, and its last events: a hundred, as the broker of a server
 * keeps few. Whoever calls holds the lock of the stage.
 */
final class NomadState {

    private static final int EVENTS = 100;
    private static final int OVER = 1_000;
    private static final int VERSIONS = 6;

    private final Map<NomadTable, Map<String, ObjectNode>> tables = new EnumMap<>(NomadTable.class);
    private final Map<NomadTable, Long> indexes = new EnumMap<>(NomadTable.class);
    private final Map<String, Deque<ObjectNode>> versions = new LinkedHashMap<>();
    private final Deque<ObjectNode> events = new ArrayDeque<>();
    private final World world;
    private long index = 1;

    NomadState(World world) {
        this.world = world;
        for (NomadTable table : NomadTable.values()) {
            tables.put(table, new LinkedHashMap<>());
            indexes.put(table, index);
        }
    }

    World world() {
        return world;
    }

    /** The last change of a table. */
    long index(NomadTable table) {
        return indexes.getOrDefault(table, 1L);
    }

    List<ObjectNode> all(NomadTable table) {
        return List.copyOf(things(table).values());
    }

    Optional<ObjectNode> find(NomadTable table, String id) {
        return Optional.ofNullable(things(table).get(id));
    }

    ObjectNode node(String id) {
        return find(NomadTable.NODES, id).orElseThrow(() -> new NomadError(404, "node not found"));
    }

    Optional<ObjectNode> job(String id) {
        return find(NomadTable.JOBS, id);
    }

    List<ObjectNode> allocations(String job) {
        return all(NomadTable.ALLOCATIONS).stream()
                .filter(each -> Tree.text(each, "JobID").equals(job))
                .toList();
    }

    /** Keeps a thing as it is now, with a new index, and tells it by an event of this type. */
    void keep(NomadTable table, ObjectNode thing, String type) {
        index++;
        if (!thing.has("CreateIndex")) {
            thing.put("CreateIndex", index);
        }
        thing.put("ModifyIndex", index);
        if (table == NomadTable.ALLOCATIONS || table == NomadTable.EVALUATIONS) {
            thing.put("ModifyTime", nanos());
        }
        String id = Tree.text(thing, "ID");
        things(table).put(id, thing);
        indexes.put(table, index);
        tell(table, id, thing, type);
        forget(table);
    }

    /** Keeps a changed job under a version of its own; old versions can be asked for. */
    void version(ObjectNode job, String type) {
        String id = Tree.text(job, "ID");
        Deque<ObjectNode> old = versions.computeIfAbsent(id, any -> new ArrayDeque<>());
        job.put("Version", old.isEmpty() ? 0 : Tree.number(old.getFirst(), 0, "Version") + 1);
        job.put("JobModifyIndex", index + 1);
        job.put("SubmitTime", nanos());
        keep(NomadTable.JOBS, job, type);
        old.addFirst(job.deepCopy());
        if (old.size() > VERSIONS) {
            old.removeLast();
        }
    }

    List<ObjectNode> versions(String job) {
        return List.copyOf(versions.getOrDefault(job, new ArrayDeque<>()));
    }

    void purge(ObjectNode job) {
        index++;
        String id = Tree.text(job, "ID");
        things(NomadTable.JOBS).remove(id);
        versions.remove(id);
        indexes.put(NomadTable.JOBS, index);
        tell(NomadTable.JOBS, id, job, "JobDeregistered");
    }

    /** Those that are kept, from an index on. */
    List<ObjectNode> events(long from) {
        return events.stream()
                .filter(event -> Tree.number(event, 0, "Index") >= from)
                .toList();
    }

    long nanos() {
        return ChronoUnit.NANOS.between(Instant.EPOCH, world.now());
    }

    private void tell(NomadTable table, String id, JsonNode thing, String type) {
        events.addLast(Tree.of(
                "Index",
                index,
                "Topic",
                table.topic(),
                "Type",
                type,
                "Key",
                id,
                "Namespace",
                Tree.text(thing, "Namespace"),
                "FilterKeys",
                Tree.list(),
                "Payload",
                Tree.of(table.topic(), thing.deepCopy())));
        if (events.size() > EVENTS) {
            events.removeFirst();
        }
    }

    /** What is over is forgotten when there is too much of it, the oldest first. */
    private void forget(NomadTable table) {
        if (things(table).size() <= OVER) {
            return;
        }
        List<String> over = new ArrayList<>();
        things(table).forEach((id, thing) -> {
            if (List.of("complete", "failed", "lost").contains(Tree.text(thing, "ClientStatus"))
                    || table == NomadTable.EVALUATIONS) {
                over.add(id);
            }
        });
        over.stream().limit(1).forEach(things(table)::remove);
    }

    private Map<String, ObjectNode> things(NomadTable table) {
        return tables.computeIfAbsent(table, any -> new LinkedHashMap<>());
    }
}
