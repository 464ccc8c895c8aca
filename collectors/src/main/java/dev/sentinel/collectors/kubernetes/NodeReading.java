package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.KubernetesNodeConditionChanged;
import dev.sentinel.v1.KubernetesNodeConditionType;
import dev.sentinel.v1.KubernetesNodeCordoned;
import dev.sentinel.v1.KubernetesNodeJoined;
import dev.sentinel.v1.KubernetesNodeRebooted;
import dev.sentinel.v1.KubernetesNodeRemoved;
import dev.sentinel.v1.KubernetesNodeUncordoned;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Core nodes: joined, conditions, cordon, reboot by boot id, removed. */
public final class NodeReading {
    /** A node first seen when it is older than this did not join, the collector did. */
    static final Duration NEWS = Duration.ofDays(7);

    private static final int MOST_CONDITIONS = 64;
    private static final int MOST_CHANGES = 256;
    private static final Duration DAY = Duration.ofDays(1);

    private final Facts facts;

    public NodeReading(Facts facts) {
        this.facts = facts;
    }

    /** The node as it is now; what was remembered of its name comes along. */
    public Reading<NodeState> read(Optional<NodeState> before, Resource node, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = ref(node.name(), node.uid());
        boolean same =
                before.isPresent() && !before.get().gone() && before.get().uid().equals(node.uid());
        Optional<NodeState> known = same ? before : Optional.empty();
        if (!same) {
            joined(telling, subject, node, before.isPresent());
        }
        known.ifPresent(old -> rebooted(telling, subject, node, old));
        cordon(telling, subject, node, known);
        return telling.with(new NodeState(
                node.uid(),
                bootId(node).isEmpty() ? known.map(NodeState::bootId).orElse("") : bootId(node),
                kernel(node),
                node.createdAt(now),
                unschedulable(node),
                conditions(telling, subject, node, known),
                false));
    }

    /** The node object was deleted. */
    public Reading<NodeState> gone(NodeState before, String name, Instant now) {
        Telling telling = new Telling(facts, now);
        if (!before.gone()) {
            var removed = KubernetesNodeRemoved.newBuilder()
                    .setCreatedAt(Times.stamp(before.createdAt()))
                    .setWasReady(before.ready());
            telling.tell(ref(name, before.uid()), List.of(), now, Severity.SEVERITY_WARNING, removed.build());
        }
        return telling.with(before.whenGone());
    }

    private static Ref ref(String name, String uid) {
        return Refs.node(name).toBuilder().setUid(uid).build();
    }

    private static void joined(Telling telling, Ref subject, Resource node, boolean again) {
        Instant createdAt = node.createdAt(telling.now());
        if (!again && createdAt.isBefore(telling.now().minus(NEWS))) {
            return;
        }
        Tree info = node.status("nodeInfo");
        var joined = KubernetesNodeJoined.newBuilder()
                .setCreatedAt(Times.stamp(createdAt))
                .setBootId(bootId(node))
                .setMachineId(info.at("machineID").word())
                .setKernelVersion(kernel(node))
                .setKubeletVersion(info.at("kubeletVersion").word())
                .setContainerRuntimeVersion(info.at("containerRuntimeVersion").word())
                .setOsImage(info.at("osImage").name())
                .setRegion(node.label("topology.kubernetes.io/region"))
                .setZone(node.label("topology.kubernetes.io/zone"))
                .setInternalAddress(node.status("addresses")
                        .ofType("InternalIP")
                        .at("address")
                        .name())
                .setUnschedulable(unschedulable(node))
                .setRegisteredAgain(again);
        telling.tell(subject, List.of(), createdAt, Severity.SEVERITY_INFO, joined.build());
    }

    private static void rebooted(Telling telling, Ref subject, Resource node, NodeState old) {
        String bootId = bootId(node);
        if (bootId.isEmpty() || old.bootId().isEmpty() || bootId.equals(old.bootId())) {
            return;
        }
        var rebooted = KubernetesNodeRebooted.newBuilder()
                .setBootId(bootId)
                .setPreviousBootId(old.bootId())
                .setKernelVersion(kernel(node))
                .setPreviousKernelVersion(old.kernel());
        telling.tell(subject, List.of(), telling.now(), Severity.SEVERITY_WARNING, rebooted.build());
    }

    private static void cordon(Telling telling, Ref subject, Resource node, Optional<NodeState> known) {
        boolean cordoned = unschedulable(node);
        if (known.isEmpty() || known.get().unschedulable() == cordoned) {
            return;
        }
        // Uncordoning removes the field, so the API no longer says who did it.
        Optional<Resource.Change> change = node.lastChange("spec", "unschedulable");
        String by = change.map(Resource.Change::by).orElse("");
        Instant at = change.map(Resource.Change::at).orElse(telling.now());
        if (cordoned) {
            var detail = KubernetesNodeCordoned.newBuilder().setChangedBy(by).build();
            telling.tell(subject, List.of(), at, Severity.SEVERITY_INFO, detail);
        } else {
            var detail = KubernetesNodeUncordoned.newBuilder().setChangedBy(by).build();
            telling.tell(subject, List.of(), telling.now(), Severity.SEVERITY_INFO, detail);
        }
    }

    private static Map<String, NodeState.Condition> conditions(
            Telling telling, Ref subject, Resource node, Optional<NodeState> known) {
        Map<String, NodeState.Condition> now = new HashMap<>();
        for (Tree condition : node.status("conditions").items()) {
            String name = condition.at("type").word();
            if (name.isEmpty() || now.size() == MOST_CONDITIONS) {
                continue;
            }
            Optional<NodeState.Condition> old = known.flatMap(
                    state -> Optional.ofNullable(state.conditions().get(name)));
            now.put(name, condition(telling, subject, node, condition, old));
        }
        return now;
    }

    private static NodeState.Condition condition(
            Telling telling, Ref subject, Resource node, Tree condition, Optional<NodeState.Condition> old) {
        String name = condition.at("type").word();
        var type = Conditions.nodeType(name);
        ConditionStatus status = Resource.holds(condition);
        ConditionStatus previous =
                old.map(NodeState.Condition::status).orElse(ConditionStatus.CONDITION_STATUS_UNSPECIFIED);
        boolean fine = fine(type, status);
        boolean news = old.isPresent() ? status != previous : !fine;
        Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
        List<Instant> changes =
                new ArrayList<>(old.map(NodeState.Condition::changes).orElse(List.of()));
        changes.removeIf(change -> change.isBefore(telling.now().minus(DAY)));
        if (!news || status == ConditionStatus.CONDITION_STATUS_UNSPECIFIED) {
            return new NodeState.Condition(status, changes);
        }
        if (old.isPresent() && changes.size() < MOST_CHANGES) {
            changes.add(at);
        }
        var changed = KubernetesNodeConditionChanged.newBuilder()
                .setType(type)
                .setConditionName(name)
                .setStatus(status)
                .setPreviousStatus(previous)
                .setReason(condition.at("reason").word())
                .setMessage(condition.at("message").message())
                .setTransitionAt(Times.stamp(at))
                .setNodeAgeSeconds(
                        Math.max(0, Duration.between(node.createdAt(at), at).toSeconds()))
                .setTransitionsLastDay(changes.size());
        telling.tell(subject, List.of(), at, severity(type, fine), changed.build());
        return new NodeState.Condition(status, changes);
    }

    /** Ready wants true; pressure wants false, and so do problem detectors, by their convention. */
    private static boolean fine(KubernetesNodeConditionType type, ConditionStatus status) {
        return switch (type) {
            case KUBERNETES_NODE_CONDITION_TYPE_READY -> status == ConditionStatus.CONDITION_STATUS_TRUE;
            case KUBERNETES_NODE_CONDITION_TYPE_MEMORY_PRESSURE,
                    KUBERNETES_NODE_CONDITION_TYPE_DISK_PRESSURE,
                    KUBERNETES_NODE_CONDITION_TYPE_PID_PRESSURE,
                    KUBERNETES_NODE_CONDITION_TYPE_NETWORK_UNAVAILABLE,
                    KUBERNETES_NODE_CONDITION_TYPE_OTHER -> status != ConditionStatus.CONDITION_STATUS_TRUE;
            case KUBERNETES_NODE_CONDITION_TYPE_UNSPECIFIED, UNRECOGNIZED -> true;
        };
    }

    private static Severity severity(KubernetesNodeConditionType type, boolean fine) {
        if (fine) {
            return Severity.SEVERITY_INFO;
        }
        return type == KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_READY
                ? Severity.SEVERITY_ERROR
                : Severity.SEVERITY_WARNING;
    }

    private static boolean unschedulable(Resource node) {
        return node.spec("unschedulable").flag();
    }

    private static String bootId(Resource node) {
        return node.status("nodeInfo", "bootID").word();
    }

    private static String kernel(Resource node) {
        return node.status("nodeInfo", "kernelVersion").word();
    }
}
