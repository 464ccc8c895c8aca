package dev.sentinel.responders.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.policy.Reading;
import dev.sentinel.responders.shelf.Shelf;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.ApprovalDecision;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ApprovalsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T03:00:00Z");
    private static final String HASH = "a".repeat(64);
    private static final Plan PLAN = Plan.newBuilder()
            .setId("plan-1")
            .setContentHash(HASH)
            .setContent(PlanContent.newBuilder().setExpiresAt(at(NOW.plus(Duration.ofHours(24)))))
            .setState(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
            .build();
    private static final ApprovalTicket TICKET = ApprovalTicket.newBuilder()
            .setId("ticket-1")
            .setPlanId("plan-1")
            .setPlanHash(HASH)
            .setRequestedBy(person("asker"))
            .setExpiresAt(at(NOW.plus(Duration.ofHours(24))))
            .setRequiredApprovals(1)
            .setHighestTier(RiskTier.RISK_TIER_REVERSIBLE)
            .build();
    private static final Policy POLICY =
            switch (new PolicyReader(List.of()).read("default.yaml", Shelf.shippedPolicy())) {
                case Reading.Good good -> good.policy();
                case Reading.Bad bad -> throw new AssertionError(bad.problems());
            };

    record Case(Refusal.Why why, Plan plan, ApprovalTicket ticket, Word word, boolean nonceUsed, Instant now) {
        @Override
        public String toString() {
            return why.name();
        }
    }

    static Stream<Case> refusals() {
        var yes = yes("first");
        return Stream.of(
                new Case(Refusal.Why.NOT_A_PERSON, PLAN, TICKET, by(service(), yes), false, NOW),
                new Case(Refusal.Why.NOT_ALLOWED, PLAN, TICKET, as(yes, Role.VIEWER, Role.OPERATOR), false, NOW),
                new Case(Refusal.Why.NOT_ALLOWED, PLAN, TICKET, as(yes), false, NOW),
                new Case(
                        Refusal.Why.NOT_A_DECISION,
                        PLAN,
                        TICKET,
                        saying(yes, ApprovalDecision.APPROVAL_DECISION_UNSPECIFIED, ""),
                        false,
                        NOW),
                new Case(
                        Refusal.Why.NO_REASON,
                        PLAN,
                        TICKET,
                        saying(yes, ApprovalDecision.APPROVAL_DECISION_REJECTED, " "),
                        false,
                        NOW),
                new Case(
                        Refusal.Why.PLAN_CHANGED,
                        PLAN.toBuilder().setContentHash("b".repeat(64)).build(),
                        TICKET,
                        yes,
                        false,
                        NOW),
                new Case(
                        Refusal.Why.PLAN_CHANGED,
                        PLAN,
                        TICKET.toBuilder().setPlanHash("b".repeat(64)).build(),
                        yes,
                        false,
                        NOW),
                new Case(Refusal.Why.NONCE_MALFORMED, PLAN, TICKET, nonce(yes, 15), false, NOW),
                new Case(Refusal.Why.NONCE_MALFORMED, PLAN, TICKET, nonce(yes, 65), false, NOW),
                new Case(Refusal.Why.NONCE_USED, PLAN, TICKET, yes, true, NOW),
                new Case(
                        Refusal.Why.NOT_WAITING,
                        PLAN.toBuilder().setState(PlanState.PLAN_STATE_RUNNING).build(),
                        TICKET,
                        yes,
                        false,
                        NOW),
                new Case(
                        Refusal.Why.NOT_WAITING,
                        PLAN.toBuilder()
                                .setState(PlanState.PLAN_STATE_WITHDRAWN)
                                .build(),
                        TICKET,
                        yes,
                        false,
                        NOW),
                new Case(
                        Refusal.Why.NOT_WAITING,
                        PLAN.toBuilder().setDryRun(true).build(),
                        TICKET,
                        yes,
                        false,
                        NOW),
                new Case(Refusal.Why.EXPIRED, PLAN, TICKET, yes, false, NOW.plus(Duration.ofHours(24))),
                new Case(
                        Refusal.Why.EXPIRED,
                        PLAN,
                        TICKET.toBuilder().setExpiresAt(at(NOW)).build(),
                        yes,
                        false,
                        NOW),
                new Case(Refusal.Why.OWN_REQUEST, PLAN, TICKET, by(person("asker"), yes), false, NOW),
                new Case(Refusal.Why.SAID_ALREADY, PLAN, with(TICKET, "first"), yes, false, NOW),
                new Case(Refusal.Why.TOO_MANY, PLAN, full(), yes, false, NOW));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_does_not_count_says_why(Case each) {
        assertThat(Approvals.objection(each.plan(), each.ticket(), each.word(), each.nonceUsed(), each.now()))
                .hasValueSatisfying(refusal -> {
                    assertThat(refusal.why()).isEqualTo(each.why());
                    assertThat(refusal.sentence()).isNotBlank();
                });
    }

    @Test
    void every_rule_has_a_case() {
        assertThat(refusals().map(Case::why).distinct()).containsExactlyInAnyOrder(Refusal.Why.values());
    }

    static Stream<Case> nearMisses() {
        var yes = yes("first");
        var no = saying(yes, ApprovalDecision.APPROVAL_DECISION_REJECTED, "not at night");
        return Stream.of(
                new Case(Refusal.Why.NOT_ALLOWED, PLAN, TICKET, as(yes, Role.ADMIN), false, NOW),
                new Case(
                        Refusal.Why.EXPIRED,
                        PLAN,
                        TICKET,
                        yes,
                        false,
                        NOW.plus(Duration.ofHours(24)).minusMillis(1)),
                new Case(Refusal.Why.OWN_REQUEST, PLAN, TICKET, by(person("asker"), no), false, NOW),
                new Case(Refusal.Why.SAID_ALREADY, PLAN, with(TICKET, "second"), yes, false, NOW),
                new Case(Refusal.Why.SAID_ALREADY, PLAN, with(TICKET, "first"), no, false, NOW),
                new Case(Refusal.Why.NONCE_MALFORMED, PLAN, TICKET, nonce(yes, 16), false, NOW),
                new Case(Refusal.Why.NONCE_MALFORMED, PLAN, TICKET, nonce(yes, 64), false, NOW));
    }

    @ParameterizedTest
    @MethodSource
    void nearMisses(Case each) {
        assertThat(Approvals.objection(each.plan(), each.ticket(), each.word(), each.nonceUsed(), each.now()))
                .isEmpty();
    }

    @Test
    void a_yes_counts_as_long_as_the_policy_lets_it_and_no_longer() {
        var approval = Approvals.accept(PLAN, TICKET, yes("first"), POLICY, NOW);

        assertThat(approval.getExpiresAt()).isEqualTo(at(NOW.plus(Duration.ofHours(1))));
        assertThat(approval.getPlanHash()).isEqualTo(HASH);
        var greedy = Approvals.accept(PLAN, TICKET, lasting(yes("first"), Duration.ofHours(20)), POLICY, NOW);
        assertThat(greedy.getExpiresAt()).isEqualTo(at(NOW.plus(POLICY.approvalValid())));
        var late = Approvals.accept(
                PLAN, TICKET.toBuilder().setExpiresAt(at(NOW.plusSeconds(60))).build(), yes("first"), POLICY, NOW);
        assertThat(late.getExpiresAt()).isEqualTo(at(NOW.plusSeconds(60)));
    }

    @Test
    void one_is_enough_for_what_can_be_taken_back_and_two_different_for_what_cannot() {
        assertThat(Approvals.missing(PLAN, TICKET, NOW)).isEqualTo(1);
        assertThat(Approvals.missing(PLAN, with(TICKET, "first"), NOW)).isZero();

        var destructive = TICKET.toBuilder()
                .setHighestTier(RiskTier.RISK_TIER_DESTRUCTIVE)
                .build();
        assertThat(Approvals.missing(PLAN, with(destructive, "first"), NOW)).isEqualTo(1);
        assertThat(Approvals.missing(PLAN, with(destructive, "first", "first"), NOW))
                .isEqualTo(1);
        assertThat(Approvals.missing(PLAN, with(destructive, "first", "asker"), NOW))
                .isEqualTo(1);
        assertThat(Approvals.missing(PLAN, with(destructive, "first", "second"), NOW))
                .isZero();
    }

    @Test
    void one_no_is_enough_for_never_and_what_expired_or_was_used_does_not_count() {
        var approved = with(TICKET, "first");
        var rejected = approved.toBuilder()
                .addApprovals(Approvals.accept(
                        PLAN,
                        TICKET,
                        saying(yes("second"), ApprovalDecision.APPROVAL_DECISION_REJECTED, "no"),
                        POLICY,
                        NOW))
                .build();

        assertThat(Approvals.missing(PLAN, rejected, NOW)).isPositive();
        assertThat(Approvals.missing(PLAN, approved, NOW.plus(Duration.ofHours(1))))
                .isEqualTo(1);
        var used = approved.toBuilder()
                .setApprovals(0, Approvals.used(approved.getApprovals(0), NOW))
                .build();
        assertThat(Approvals.missing(PLAN, used, NOW)).isEqualTo(1);
        assertThat(used.getApprovals(0).getUsedAt()).isEqualTo(at(NOW));
    }

    @Test
    void a_yes_is_withdrawn_when_the_plan_changes_and_expires_by_itself() {
        var approval = Approvals.accept(PLAN, TICKET, yes("first"), POLICY, NOW);
        var changed = PLAN.toBuilder().setContentHash("b".repeat(64)).build();

        assertThat(Approvals.standing(approval, PLAN, NOW)).isEqualTo(approval);
        assertThat(Approvals.standing(approval, changed, NOW).getState())
                .isEqualTo(ApprovalState.APPROVAL_STATE_WITHDRAWN);
        assertThat(Approvals.standing(approval, PLAN, NOW.plus(Duration.ofHours(1)))
                        .getState())
                .isEqualTo(ApprovalState.APPROVAL_STATE_EXPIRED);
        assertThat(Approvals.missing(changed, with(TICKET, "first"), NOW)).isPositive();
    }

    private static ApprovalTicket with(ApprovalTicket ticket, String... people) {
        var builder = ticket.toBuilder();
        Stream.of(people).forEach(name -> builder.addApprovals(Approvals.accept(PLAN, ticket, yes(name), POLICY, NOW)));
        return builder.build();
    }

    private static ApprovalTicket full() {
        return with(
                TICKET,
                IntStream.range(0, Approvals.MOST_ON_A_TICKET)
                        .mapToObj(i -> "p" + i)
                        .toArray(String[]::new));
    }

    private static Word yes(String name) {
        return new Word(
                person(name),
                Set.of(Role.APPROVER),
                ApprovalDecision.APPROVAL_DECISION_APPROVED,
                HASH,
                ByteString.copyFrom(new byte[32]),
                "",
                Duration.ofHours(1));
    }

    private static Word by(Actor actor, Word word) {
        return new Word(
                actor, word.roles(), word.decision(), word.planHash(), word.nonce(), word.reason(), word.valid());
    }

    private static Word as(Word word, Role... roles) {
        return new Word(
                word.actor(),
                Set.of(roles),
                word.decision(),
                word.planHash(),
                word.nonce(),
                word.reason(),
                word.valid());
    }

    private static Word saying(Word word, ApprovalDecision decision, String reason) {
        return new Word(word.actor(), word.roles(), decision, word.planHash(), word.nonce(), reason, word.valid());
    }

    private static Word nonce(Word word, int bytes) {
        return new Word(
                word.actor(),
                word.roles(),
                word.decision(),
                word.planHash(),
                ByteString.copyFrom(new byte[bytes]),
                word.reason(),
                word.valid());
    }

    private static Word lasting(Word word, Duration valid) {
        return new Word(
                word.actor(), word.roles(), word.decision(), word.planHash(), word.nonce(), word.reason(), valid);
    }

    private static Actor person(String name) {
        return Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_PERSON)
                .setId("oidc:" + name)
                .build();
    }

    private static Actor service() {
        return Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_SERVICE)
                .setId("service:first")
                .build();
    }

    private static Timestamp at(Instant at) {
        return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
    }
}
