package dev.sentinel.responders.plan;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.policy.Decision;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PlanState;
import java.util.List;

/** A frozen plan, or why there is none. */
public sealed interface Freezing {

    /**
     * What people are shown, and approve.
     *
     * @param id follows from incident, runbook, targets and what was seen of them: the same until the world moves
     * @param hash of the canonical bytes of the content
     */
    record Frozen(String id, PlanContent content, String hash, Decision decision) implements Freezing {

        /** The plan as it begins. */
        public Plan plan(boolean dryRun) {
            return Plan.newBuilder()
                    .setId(id)
                    .setContent(content)
                    .setContentHash(hash)
                    .setState(dryRun ? PlanState.PLAN_STATE_PROPOSED : state())
                    .setMode(decision.mode())
                    .setPolicy(decision.policy())
                    .setRequiredApprovals(decision.approvals())
                    .setDryRun(dryRun)
                    .setRevision(1)
                    .setUpdatedAt(plannedAt())
                    .setStateReason(decision.reason())
                    .build();
        }

        private PlanState state() {
            return switch (decision.mode()) {
                case POLICY_MODE_AUTO -> PlanState.PLAN_STATE_APPROVED;
                case POLICY_MODE_APPROVE -> PlanState.PLAN_STATE_WAITING_FOR_APPROVAL;
                case POLICY_MODE_SHADOW, POLICY_MODE_UNSPECIFIED, UNRECOGNIZED -> PlanState.PLAN_STATE_PROPOSED;
            };
        }

        private Timestamp plannedAt() {
            return content.getPlannedAt();
        }
    }

    /** It must not be done. */
    record None(String why, List<Alternative> considered) implements Freezing {
        public None {
            considered = List.copyOf(considered);
        }
    }
}
