package dev.sentinel.responders.approvals;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalDecision;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of saying yes: to exactly one plan, by a person who did not ask for it, once, for a while. */
public final class Approvals {
    /** As many as the contract lets a ticket have. */
    public static final int MOST_ON_A_TICKET = 16;

    private static final int SHORTEST_NONCE = 16;
    private static final int LONGEST_NONCE = 64;
    private static final int ID_BYTES = 12;

    private Approvals() {}

    /**
     * Why the answer does not count; empty when it does.
     *
     * @param nonceUsed whether any answer ever had this nonce, to whatever plan
     */
    public static Optional<Refusal> objection(
            Plan plan, ApprovalTicket ticket, Word word, boolean nonceUsed, Instant now) {
        return who(word)
                .or(() -> what(plan, ticket, word))
                .or(() -> nonce(word, nonceUsed))
                .or(() -> when(plan, ticket, now))
                .or(() -> word.isYes() ? twoEyesMore(ticket, word, now) : Optional.empty());
    }

    private static Optional<Refusal> who(Word word) {
        var id = word.actor().getId();
        if (word.actor().getKind() != ActorKind.ACTOR_KIND_PERSON) {
            return refuse(Refusal.Why.NOT_A_PERSON, "only people decide, and %s is none".formatted(id));
        }
        if (word.roles().stream().noneMatch(Role::mayDecide)) {
            return refuse(
                    Refusal.Why.NOT_ALLOWED,
                    "%s is no approver; ask one of them, or an admin for the role".formatted(id));
        }
        return switch (word.decision()) {
            case APPROVAL_DECISION_APPROVED -> Optional.empty();
            case APPROVAL_DECISION_REJECTED ->
                word.reason().isBlank()
                        ? refuse(Refusal.Why.NO_REASON, "a rejection needs a reason, for who plans next")
                        : Optional.empty();
            case APPROVAL_DECISION_UNSPECIFIED, UNRECOGNIZED ->
                refuse(Refusal.Why.NOT_A_DECISION, "it is neither a yes nor a no");
        };
    }

    private static Optional<Refusal> what(Plan plan, ApprovalTicket ticket, Word word) {
        if (!plan.getContentHash().equals(word.planHash())
                || !plan.getContentHash().equals(ticket.getPlanHash())) {
            return refuse(
                    Refusal.Why.PLAN_CHANGED,
                    "the plan is another one now: its hash is %s. Read it again".formatted(plan.getContentHash()));
        }
        return Optional.empty();
    }

    private static Optional<Refusal> nonce(Word word, boolean used) {
        if (word.nonce().size() < SHORTEST_NONCE || word.nonce().size() > LONGEST_NONCE) {
            return refuse(
                    Refusal.Why.NONCE_MALFORMED, "a nonce has %d to %d bytes".formatted(SHORTEST_NONCE, LONGEST_NONCE));
        }
        return used
                ? refuse(Refusal.Why.NONCE_USED, "this answer was given before; each counts once")
                : Optional.empty();
    }

    private static Optional<Refusal> when(Plan plan, ApprovalTicket ticket, Instant now) {
        if (plan.getState() != PlanState.PLAN_STATE_WAITING_FOR_APPROVAL || plan.getDryRun()) {
            return refuse(
                    Refusal.Why.NOT_WAITING,
                    "the plan waits for no answer: it is %s"
                            .formatted(plan.getDryRun() ? "a dry run" : word(plan.getState())));
        }
        if (!now.isBefore(instant(plan.getContent().getExpiresAt())) || !now.isBefore(instant(ticket.getExpiresAt()))) {
            return refuse(Refusal.Why.EXPIRED, "the plan expired; ask for a new one");
        }
        return ticket.getApprovalsCount() >= MOST_ON_A_TICKET
                ? refuse(
                        Refusal.Why.TOO_MANY,
                        "it was answered %d times already; ask for a new plan".formatted(MOST_ON_A_TICKET))
                : Optional.empty();
    }

    private static Optional<Refusal> twoEyesMore(ApprovalTicket ticket, Word word, Instant now) {
        var id = word.actor().getId();
        if (ticket.getRequestedBy().getId().equals(id)) {
            return refuse(
                    Refusal.Why.OWN_REQUEST, "%s asked for the plan; somebody else has to approve it".formatted(id));
        }
        return yes(ticket, now).anyMatch(id::equals)
                ? refuse(Refusal.Why.SAID_ALREADY, "%s approved it already; another person has to".formatted(id))
                : Optional.empty();
    }

    /** The answer as it is kept; what counts longer than the policy lets it counts as long as that. */
    public static Approval accept(Plan plan, ApprovalTicket ticket, Word word, Policy policy, Instant now) {
        var end = Stream.of(
                        now.plus(positive(word.valid())),
                        now.plus(policy.approvalValid()),
                        instant(ticket.getExpiresAt()))
                .min(Instant::compareTo)
                .orElseThrow();
        var approval = Approval.newBuilder()
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setDecision(word.decision())
                .setState(ApprovalState.APPROVAL_STATE_VALID)
                .setActor(word.actor())
                .setDecidedAt(timestamp(now))
                .setExpiresAt(timestamp(end))
                .setNonce(word.nonce())
                .setReason(word.reason());
        var id = HexFormat.of().formatHex(CanonicalBytes.sha256(approval.build()), 0, ID_BYTES);
        return approval.setId("approval-" + id).build();
    }

    private static Duration positive(Duration valid) {
        return valid.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : valid;
    }

    /**
     * How many more people have to agree before the plan may begin; asked again when it does. Two have to for what cannot be
     * had back, whatever the ticket says; one no is enough for never.
     */
    public static int missing(Plan plan, ApprovalTicket ticket, Instant now) {
        var rejected = ticket.getApprovalsList().stream()
                .anyMatch(each -> each.getDecision() == ApprovalDecision.APPROVAL_DECISION_REJECTED);
        if (rejected || !plan.getContentHash().equals(ticket.getPlanHash())) {
            return Math.max(1, needed(ticket));
        }
        return Math.max(0, needed(ticket) - (int) yes(ticket, now).distinct().count());
    }

    private static int needed(ApprovalTicket ticket) {
        return ticket.getHighestTier() == RiskTier.RISK_TIER_DESTRUCTIVE
                ? Math.max(Policy.APPROVALS_TO_DESTROY, ticket.getRequiredApprovals())
                : Math.max(1, ticket.getRequiredApprovals());
    }

    /** Those who agreed to exactly this plan, whose yes can still be used, and who did not ask for it. */
    private static Stream<String> yes(ApprovalTicket ticket, Instant now) {
        return ticket.getApprovalsList().stream()
                .filter(each -> each.getDecision() == ApprovalDecision.APPROVAL_DECISION_APPROVED)
                .filter(each -> each.getState() == ApprovalState.APPROVAL_STATE_VALID)
                .filter(each -> each.getPlanHash().equals(ticket.getPlanHash()))
                .filter(each -> now.isBefore(instant(each.getExpiresAt())))
                .map(each -> each.getActor().getId())
                .filter(id -> !id.equals(ticket.getRequestedBy().getId()));
    }

    /** The approval after it was used: it cannot be used again. */
    public static Approval used(Approval approval, Instant now) {
        return approval.toBuilder()
                .setState(ApprovalState.APPROVAL_STATE_USED)
                .setUsedAt(timestamp(now))
                .build();
    }

    /** The approval as it stands now: expired when its time is over, withdrawn when the plan is not the one it was given to. */
    public static Approval standing(Approval approval, Plan plan, Instant now) {
        if (approval.getState() != ApprovalState.APPROVAL_STATE_VALID) {
            return approval;
        }
        if (!approval.getPlanHash().equals(plan.getContentHash())) {
            return approval.toBuilder()
                    .setState(ApprovalState.APPROVAL_STATE_WITHDRAWN)
                    .build();
        }
        return now.isBefore(instant(approval.getExpiresAt()))
                ? approval
                : approval.toBuilder()
                        .setState(ApprovalState.APPROVAL_STATE_EXPIRED)
                        .build();
    }

    private static String word(PlanState state) {
        return state.name().replace("PLAN_STATE_", "").replace('_', ' ').toLowerCase(Locale.ROOT);
    }

    private static Optional<Refusal> refuse(Refusal.Why why, String sentence) {
        return Optional.of(new Refusal(why, sentence));
    }

    private static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }
}
