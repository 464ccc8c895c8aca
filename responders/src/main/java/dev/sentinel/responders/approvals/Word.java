package dev.sentinel.responders.approvals;

import com.google.protobuf.ByteString;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ApprovalDecision;
import java.time.Duration;
import java.util.Set;

/**
 * What somebody says to a plan.
 *
 * @param planHash of the plan that they saw
 * @param nonce of this answer; the same answer given twice has the same one
 * @param valid for how long they want it to count
 */
public record Word(
        Actor actor,
        Set<Role> roles,
        ApprovalDecision decision,
        String planHash,
        ByteString nonce,
        String reason,
        Duration valid) {
    public Word {
        roles = Set.copyOf(roles);
    }

    boolean isYes() {
        return decision == ApprovalDecision.APPROVAL_DECISION_APPROVED;
    }
}
