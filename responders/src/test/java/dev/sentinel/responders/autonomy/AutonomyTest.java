package dev.sentinel.responders.autonomy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.autonomy.Autonomy.Bars;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.ActionDone;
import dev.sentinel.v1.ActionFailed;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.ActionUnknown;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import dev.sentinel.v1.Verdict;
import dev.sentinel.v1.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class AutonomyTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
    private static final String OFF = "longhorn.node.scheduling.off";
    private static final Autonomy AUTONOMY = new Autonomy(new Bars(Duration.ofHours(4), 3, 0.7, 3));

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
                new Deed("other", OFF, node("agent-5"), "p", NOW.minus(Duration.ofHours(8)), false));

        assertThat(AUTONOMY.scores(thoughts, List.of(), List.of(), deeds))
                .containsExactly(new Score("lab", OFF, PolicyMode.POLICY_MODE_SHADOW, 1, 1, 2, 1, 0));
    }

    @Test
    void reading_is_no_thought_to_be_scored() {
        var reads = plan("agent-1", Duration.ofHours(9)).toBuilder();
        reads.getContentBuilder().getStepsBuilder(0).setTier(RiskTier.RISK_TIER_READ);

        assertThat(AUTONOMY.scores(List.of(new Thought(reads.build(), NOW)), List.of(), List.of(), List.of()))
                .isEmpty();
    }

    @Test
    void what_nobody_looked_at_any_more_is_not_judged() {
        var blind = new Thought(plan("agent-1", Duration.ofHours(9)), NOW.minus(Duration.ofHours(6)));

        assertThat(AUTONOMY.scores(List.of(blind), List.of(), List.of(), List.of()))
                .singleElement()
                .returns(1, Score::pending)
                .returns(0, Score::needless);
    }

    @Test
    void what_people_said_to_plans_and_what_came_of_them_is_counted_by_mode() {
        var plans = List.of(
                decided("one", PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_SUCCEEDED),
                decided("two", PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_REJECTED),
                decided("three", PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_EXPIRED),
                decided("four", PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_WAITING_FOR_APPROVAL),
                decided("five", PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_SUCCEEDED),
                decided("six", PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_TAKEN_BACK));
        var undone = new Deed("lab", OFF, node("agent-1"), "six", NOW, true);
        var bad = result(Verdict.VERDICT_NOT_AS_EXPECTED).toBuilder()
                .setPlanId("five")
                .setStepNumber(1)
                .build();

        assertThat(AUTONOMY.scores(List.of(), plans, List.of(bad), List.of(undone)))
                .containsExactly(
                        new Score("lab", OFF, PolicyMode.POLICY_MODE_APPROVE, 1, 1, 1, 1, 0),
                        new Score("lab", OFF, PolicyMode.POLICY_MODE_AUTO, 1, 1, 0, 0, 1));
    }

    @Test
    void promotion_is_proposed_when_enough_was_shared_and_not_before() {
        assertThat(AUTONOMY.proposals(List.of(shadow(3, 1, 0)), List.of(), List.of()))
                .containsExactly(new Proposal(
                        "lab",
                        OFF,
                        PolicyMode.POLICY_MODE_SHADOW,
                        PolicyMode.POLICY_MODE_APPROVE,
                        "people did the same 3 times of 4"));
        assertThat(AUTONOMY.proposals(List.of(shadow(2, 0, 0)), List.of(), List.of()))
                .as("too few")
                .isEmpty();
        assertThat(AUTONOMY.proposals(List.of(shadow(3, 1, 1)), List.of(), List.of()))
                .as("too many that nobody wanted")
                .isEmpty();
    }

    @Test
    void what_people_decided_well_often_enough_may_become_automatic() {
        assertThat(AUTONOMY.proposals(List.of(), outcomes(true, true, true), List.of()))
                .singleElement()
                .returns(PolicyMode.POLICY_MODE_AUTO, Proposal::to);
        assertThat(AUTONOMY.proposals(List.of(), outcomes(true, true), List.of()))
                .isEmpty();
        assertThat(AUTONOMY.proposals(List.of(), outcomes(true, true, false, true, true), List.of()))
                .as("the row begins after the last bad one")
                .isEmpty();
        var lost = LostTrust.newBuilder().setCluster("lab").setAction(OFF).build();
        assertThat(AUTONOMY.proposals(List.of(), outcomes(true, true, true), List.of(lost)))
                .as("it went wrong when nobody was asked")
                .isEmpty();
    }

    @Test
    void a_bad_outcome_of_what_nobody_was_asked_about_takes_the_right_away() {
        var bad = result(Verdict.VERDICT_NOT_AS_EXPECTED).toBuilder()
                .setStepNumber(1)
                .build();

        assertThat(Loss.of(decided("p", PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_RUNNING), bad))
                .containsExactly(new Loss("lab", OFF, "seen"));
        assertThat(Loss.of(decided("p", PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_RUNNING), bad))
                .as("people decided it")
                .isEmpty();
        var good =
                result(Verdict.VERDICT_AS_EXPECTED).toBuilder().setStepNumber(1).build();
        assertThat(Loss.of(decided("p", PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_RUNNING), good))
                .isEmpty();
    }

    @Test
    void a_wait_that_ends_badly_is_held_against_what_was_done_before_it() {
        var plan = decided("p", PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_RUNNING).toBuilder()
                .addProgress(StepProgress.newBuilder().setNumber(1).setState(StepState.STEP_STATE_SUCCEEDED));
        plan.getContentBuilder()
                .addSteps(Step.newBuilder()
                        .setNumber(2)
                        .setAction("longhorn.volume.observe")
                        .setTier(RiskTier.RISK_TIER_READ))
                .addSteps(Step.newBuilder()
                        .setNumber(3)
                        .setAction("kubernetes.node.cordon")
                        .setTier(RiskTier.RISK_TIER_REVERSIBLE));
        var bad = result(Verdict.VERDICT_NOT_AS_EXPECTED).toBuilder()
                .setStepNumber(2)
                .build();

        assertThat(Loss.of(plan.build(), bad)).extracting(Loss::action).containsExactly(OFF);
        assertThat(Loss.of(plan.build(), "taken back by anna"))
                .extracting(Loss::action)
                .containsExactly(OFF);
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

    private static Score shadow(int agreed, int disagreed, int needless) {
        return new Score("lab", OFF, PolicyMode.POLICY_MODE_SHADOW, agreed, disagreed, needless, 5, 0);
    }

    private static Thought thought(String node, Duration ago) {
        return new Thought(plan(node, ago), NOW);
    }

    private static Plan decided(String id, PolicyMode mode, PlanState state) {
        return plan("agent-1", Duration.ofHours(1)).toBuilder()
                .setId(id)
                .setMode(mode)
                .setState(state)
                .build();
    }

    private static Plan plan(String node, Duration ago) {
        return Plan.newBuilder()
                .setContent(PlanContent.newBuilder()
                        .setCluster("lab")
                        .setPlannedAt(
                                Timestamp.newBuilder().setSeconds(NOW.minus(ago).getEpochSecond()))
                        .addSteps(Step.newBuilder()
                                .setNumber(1)
                                .setAction(OFF)
                                .setTier(RiskTier.RISK_TIER_REVERSIBLE)
                                .setTarget(ObservedTarget.newBuilder().setRef(node(node)))))
                .build();
    }

    private static Deed deed(String node, Duration ago, boolean undoing) {
        return new Deed("lab", OFF, node(node), "p", NOW.minus(ago), undoing);
    }

    private static Ref node(String name) {
        return Worlds.ref("longhorn.node/longhorn-system/" + name);
    }
}
