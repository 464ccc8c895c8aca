package dev.sentinel.responders.autonomy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.autonomy.Autonomy.Bars;
import dev.sentinel.responders.policy.Decision;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.ActionDone;
import dev.sentinel.v1.ActionFailed;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.ActionUnknown;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.Verdict;
import dev.sentinel.v1.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AutonomyTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final String OFF = "longhorn.node.scheduling.off";
    private static final Autonomy AUTONOMY =
            new Autonomy(new Bars(Duration.ofHours(4), 3, 0.7, 3, Duration.ofDays(30)));
    private static final Decision AUTO = new Decision(PolicyMode.POLICY_MODE_AUTO, "mine/nightly", 0, "it may");

    @Test
    void thoughts_are_compared_with_what_people_did_to_the_same_target() {
        var thoughts = List.of(
                thought("agent-1", Duration.ofHours(9)),
                thought("agent-2", Duration.ofHours(9)),
                thought("agent-3", Duration.ofHours(9)),
                thought("agent-4", Duration.ofHours(1)),
                thought("agent-5", Duration.ofHours(9)));
        var deeds = List.of(
                deed("agent-1", Duration.ofHours(8), false),
                deed("agent-2", Duration.ofHours(8), false),
                // taken back again
                deed("agent-2", Duration.ofHours(7), true),
                // too late, and before it was thought
                deed("agent-3", Duration.ofHours(4), false),
                deed("agent-3", Duration.ofHours(10), false),
                new Deed("other", OFF, node("agent-5"), NOW.minus(Duration.ofHours(8)), false));

        assertThat(AUTONOMY.scores(thoughts, deeds, NOW)).containsExactly(new Score("lab", OFF, 1, 1, 2, 1));
    }

    @Test
    void reading_is_no_thought_to_be_scored() {
        var reads = thought("agent-1", Duration.ofHours(9)).toBuilder();
        reads.getContentBuilder().getStepsBuilder(0).setTier(RiskTier.RISK_TIER_READ);

        assertThat(AUTONOMY.scores(List.of(reads.build()), List.of(), NOW)).isEmpty();
    }

    @Test
    void promotion_is_proposed_when_enough_was_shared_and_not_before() {
        assertThat(AUTONOMY.report(List.of(new Score("lab", OFF, 3, 1, 0, 5)), List.of(), NOW))
                .containsExactly(new Proposal(
                        "lab",
                        OFF,
                        PolicyMode.POLICY_MODE_SHADOW,
                        PolicyMode.POLICY_MODE_APPROVE,
                        "people did the same 3 times of 4"));
        assertThat(AUTONOMY.report(List.of(new Score("lab", OFF, 2, 0, 0, 5)), List.of(), NOW))
                .as("too few")
                .isEmpty();
        assertThat(AUTONOMY.report(List.of(new Score("lab", OFF, 3, 1, 1, 0)), List.of(), NOW))
                .as("too many that nobody wanted")
                .isEmpty();
    }

    @Test
    void what_people_decided_well_often_enough_may_become_automatic() {
        assertThat(AUTONOMY.report(List.of(), outcomes(true, true, true), NOW))
                .singleElement()
                .returns(PolicyMode.POLICY_MODE_AUTO, Proposal::to);
        assertThat(AUTONOMY.report(List.of(), outcomes(true, true), NOW)).isEmpty();
        assertThat(AUTONOMY.report(List.of(), outcomes(true, true, false, true, true), NOW))
                .as("the row begins after the last bad one")
                .isEmpty();
        var burnt = new ArrayList<>(outcomes(true, true, true));
        burnt.add(automatic(false, Duration.ofDays(29)));
        assertThat(AUTONOMY.report(List.of(), burnt, NOW)).isEmpty();
    }

    @Test
    void a_bad_outcome_takes_the_right_away_by_itself() {
        var bad = List.of(automatic(true, Duration.ofDays(1)), automatic(false, Duration.ofDays(2)));

        assertThat(AUTONOMY.effective(AUTO, plan(), bad, Instant.EPOCH, NOW))
                .returns(PolicyMode.POLICY_MODE_APPROVE, Decision::mode)
                .returns(1, Decision::approvals)
                .extracting(Decision::reason)
                .asString()
                .contains("longhorn.node.scheduling.off went wrong", "people decide until somebody forgives it");
    }

    @Test
    void what_is_forgiven_forgotten_or_about_something_else_takes_nothing_away() {
        var bad = List.of(automatic(false, Duration.ofDays(2)));

        assertThat(AUTONOMY.effective(AUTO, plan(), bad, NOW.minus(Duration.ofDays(1)), NOW))
                .isEqualTo(AUTO);
        assertThat(AUTONOMY.effective(AUTO, plan(), List.of(automatic(false, Duration.ofDays(31))), Instant.EPOCH, NOW))
                .isEqualTo(AUTO);
        assertThat(AUTONOMY.effective(AUTO, plan(), outcomes(false), Instant.EPOCH, NOW))
                .as("people decided it")
                .isEqualTo(AUTO);
        var elsewhere = new Outcome("other", OFF, NOW.minus(Duration.ofDays(1)), true, false, "x");
        assertThat(AUTONOMY.effective(AUTO, plan(), List.of(elsewhere), Instant.EPOCH, NOW))
                .isEqualTo(AUTO);
        var asked = new Decision(PolicyMode.POLICY_MODE_APPROVE, "mine/all", 2, "two");
        assertThat(AUTONOMY.effective(asked, plan(), bad, Instant.EPOCH, NOW)).isEqualTo(asked);
    }

    @Test
    void an_outcome_is_good_when_it_looks_as_expected_and_bad_when_nobody_knows() {
        assertThat(Outcome.of(result(Verdict.VERDICT_AS_EXPECTED), true))
                .hasValueSatisfying(each -> assertThat(each.good()).isTrue());
        assertThat(Outcome.of(result(Verdict.VERDICT_NOT_AS_EXPECTED), true))
                .hasValueSatisfying(each -> assertThat(each.good()).isFalse());
        assertThat(Outcome.of(result(Verdict.VERDICT_NOT_YET), true)).isEmpty();
        var unknown = result(Verdict.VERDICT_COULD_NOT_LOOK).toBuilder()
                .setUnknown(ActionUnknown.newBuilder().setReason("no answer"))
                .build();
        assertThat(Outcome.of(unknown, true))
                .hasValueSatisfying(each -> assertThat(each.good()).isFalse());
        var failed = unknown.toBuilder()
                .setFailed(ActionFailed.newBuilder().setReason("forbidden"))
                .build();
        assertThat(Outcome.of(failed, true)).isEmpty();
    }

    private static ActionResult result(Verdict verdict) {
        return ActionResult.newBuilder()
                .setCluster("lab")
                .setAction(OFF)
                .setDone(ActionDone.getDefaultInstance())
                .setVerification(Verification.newBuilder().setVerdict(verdict).setObservation("seen"))
                .build();
    }

    /** Decided by people, the oldest first, an hour apart. */
    private static List<Outcome> outcomes(boolean... good) {
        return IntStream.range(0, good.length)
                .mapToObj(i ->
                        new Outcome("lab", OFF, NOW.minus(Duration.ofHours(good.length - i)), false, good[i], "seen"))
                .toList();
    }

    private static Outcome automatic(boolean good, Duration ago) {
        return new Outcome("lab", OFF, NOW.minus(ago), true, good, "it was on again");
    }

    private static PlanContent plan() {
        return thought("agent-1", Duration.ZERO).getContent();
    }

    private static Plan thought(String node, Duration ago) {
        return Plan.newBuilder()
                .setContent(PlanContent.newBuilder()
                        .setCluster("lab")
                        .setPlannedAt(
                                Timestamp.newBuilder().setSeconds(NOW.minus(ago).getEpochSecond()))
                        .addSteps(Step.newBuilder()
                                .setAction(OFF)
                                .setTier(RiskTier.RISK_TIER_REVERSIBLE)
                                .setTarget(ObservedTarget.newBuilder().setRef(node(node)))))
                .build();
    }

    private static Deed deed(String node, Duration ago, boolean undoing) {
        return new Deed("lab", OFF, node(node), NOW.minus(ago), undoing);
    }

    private static Ref node(String name) {
        return Worlds.ref("longhorn.node/longhorn-system/" + name);
    }
}
