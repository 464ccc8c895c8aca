package dev.sentinel.collectors.kubernetes;

import dev.sentinel.v1.ConditionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is remembered of a node, also after it is gone, so that a machine registered again is recognised. */
public record NodeState(
        String uid,
        String bootId,
        String kernel,
        Instant createdAt,
        boolean unschedulable,
        Map<String, Condition> conditions,
        boolean gone) {

    public NodeState {
        conditions = Map.copyOf(conditions);
    }

    /** A condition, and when it changed in the last day; older changes are forgotten. */
    public record Condition(ConditionStatus status, List<Instant> changes) {
        public Condition {
            changes = List.copyOf(changes);
        }
    }

    boolean ready() {
        Condition ready = conditions.get("Ready");
        return ready != null && ready.status() == ConditionStatus.CONDITION_STATUS_TRUE;
    }

    NodeState whenGone() {
        return new NodeState(uid, bootId, kernel, createdAt, unschedulable, conditions, true);
    }
}
