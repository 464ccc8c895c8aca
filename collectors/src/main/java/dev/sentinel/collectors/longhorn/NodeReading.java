package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.LonghornNodeAdded;
import dev.sentinel.v1.LonghornNodeConditionChanged;
import dev.sentinel.v1.LonghornNodeRemoved;
import dev.sentinel.v1.LonghornNodeSchedulingChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Longhorn nodes: added, conditions, scheduling; their disks are read by {@link DiskReading} (domain page 1.2). */
final class NodeReading {
    /** A node first seen when it is older than this was not added, the collector was. */
    static final Duration NEWS = Duration.ofDays(7);

    private static final int MOST_CONDITIONS = 64;
    /** False means that a preparation of the machine is missing, not that it fails now. */
    private static final Set<String> MAKE_IT_DOWN = Set.of("Ready");

    private final World world;
    private final Telling telling;

    NodeReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource node) {
        Ref subject = node.ref(Kinds.NODE);
        var key = new World.Key(Kinds.NODE, node.name());
        Optional<Known.Node> any = world.find(Known.Node.class, key);
        Optional<Known.Node> before = any.filter(old -> old.uid().equals(node.uid()));
        if (before.isEmpty()) {
            added(node, subject);
        }
        before.ifPresent(old -> scheduling(node, subject, old));
        Map<String, ConditionStatus> conditions = conditions(node, subject, before);
        Map<String, Known.Disk> disks = new DiskReading(world, telling, node).read(before);
        List<Edge> edges =
                telling.links(Kinds.NODE, subject, any.map(Known.Node::edges).orElse(List.of()), edges(node, disks));
        world.put(
                key,
                new Known.Node(
                        node.uid(),
                        conditions,
                        node.spec("allowScheduling").flag(),
                        node.spec("evictionRequested").flag(),
                        node.status("autoEvicting").flag(),
                        disks,
                        edges));
        new SettingReading(world, telling).governed();
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.NODE, last.name());
        Ref subject = last.ref(Kinds.NODE);
        List<Edge> before =
                world.find(Known.Node.class, key).map(Known.Node::edges).orElse(List.of());
        long replicas = world.all(Known.Replica.class).values().stream()
                .filter(replica -> replica.node().equals(last.name()))
                .count();
        var removed = LonghornNodeRemoved.newBuilder().setReplicaCount((int) replicas);
        telling.tell(
                subject,
                List.of(Refs.node(last.name())),
                telling.now(),
                replicas > 0 ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                removed.build());
        telling.links(Kinds.NODE, subject, before, List.of());
        world.remove(key);
        new SettingReading(world, telling).governed();
    }

    private void added(Resource node, Ref subject) {
        Instant createdAt = node.createdAt(telling.now());
        if (createdAt.isBefore(telling.now().minus(NEWS))) {
            return;
        }
        var added = LonghornNodeAdded.newBuilder()
                .setAllowScheduling(node.spec("allowScheduling").flag())
                .setDiskCount(node.spec("disks").fields().size())
                .setRegion(node.status("region").name())
                .setZone(node.status("zone").name())
                .setCreatedAt(Times.stamp(createdAt));
        telling.tell(subject, related(node), createdAt, Severity.SEVERITY_INFO, added.build());
    }

    private void scheduling(Resource node, Ref subject, Known.Node old) {
        boolean allows = node.spec("allowScheduling").flag();
        boolean evicts = node.spec("evictionRequested").flag();
        boolean autoEvicts = node.status("autoEvicting").flag();
        if (allows == old.allows() && evicts == old.evicts() && autoEvicts == old.autoEvicts()) {
            return;
        }
        var change = node.lastChange("spec", "allowScheduling");
        var changed = LonghornNodeSchedulingChanged.newBuilder()
                .setAllowScheduling(allows)
                .setEvictionRequested(evicts)
                .setAutoEvicting(autoEvicts)
                .setChangedBy(change.map(Resource.Change::by).orElse(""));
        telling.tell(subject, related(node), telling.now(), Severity.SEVERITY_INFO, changed.build());
    }

    private Map<String, ConditionStatus> conditions(Resource node, Ref subject, Optional<Known.Node> before) {
        Map<String, ConditionStatus> now = new HashMap<>();
        for (Tree condition : node.status("conditions").items()) {
            String type = condition.at("type").word();
            ConditionStatus status = Resource.holds(condition);
            if (type.isEmpty() || now.size() == MOST_CONDITIONS) {
                continue;
            }
            now.put(type, status);
            var old = before.map(known ->
                            known.conditions().getOrDefault(type, ConditionStatus.CONDITION_STATUS_UNSPECIFIED))
                    .orElse(ConditionStatus.CONDITION_STATUS_UNSPECIFIED);
            boolean firstSight = old == ConditionStatus.CONDITION_STATUS_UNSPECIFIED;
            boolean fine = status == ConditionStatus.CONDITION_STATUS_TRUE;
            if (status == ConditionStatus.CONDITION_STATUS_UNSPECIFIED || status == old || (firstSight && fine)) {
                continue;
            }
            changed(node, subject, condition, status, old);
        }
        return now;
    }

    private void changed(Resource node, Ref subject, Tree condition, ConditionStatus status, ConditionStatus old) {
        String type = condition.at("type").word();
        Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
        var changed = LonghornNodeConditionChanged.newBuilder()
                .setCondition(type)
                .setStatus(status)
                .setPreviousStatus(old)
                .setReason(condition.at("reason").word())
                .setMessage(condition.at("message").message())
                .setTransitionAt(Times.stamp(at));
        Severity severity = status == ConditionStatus.CONDITION_STATUS_TRUE
                ? Severity.SEVERITY_INFO
                : MAKE_IT_DOWN.contains(type) ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
        telling.tell(subject, related(node), at, severity, changed.build());
    }

    private List<Edge> edges(Resource node, Map<String, Known.Disk> disks) {
        Instant since = node.createdAt(telling.now());
        Ref machine = Refs.node(node.name());
        List<Edge> edges = new ArrayList<>();
        edges.add(Telling.edge(EdgeKind.EDGE_KIND_IS, world.ref(Kinds.NODE, node.name()), machine, since));
        new TreeMap<>(disks).forEach((name, known) -> {
            Ref disk = world.disk(known.uuid(), node.name(), name);
            edges.add(Telling.edge(EdgeKind.EDGE_KIND_PART_OF, disk, machine, since));
        });
        return edges;
    }

    private static List<Ref> related(Resource node) {
        return List.of(Refs.node(node.name()));
    }
}
