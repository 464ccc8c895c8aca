package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.demo.Chronicle.Act;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts as an act, and how scenarios call what the books say. */
final class ChronicleTest {
    private static final Plan PLAN = plan(step(1, RiskTier.RISK_TIER_READ), step(2, RiskTier.RISK_TIER_REVERSIBLE));

    @Test
    void what_only_reads_is_no_act_and_its_undoing_always_is() {
        var done = ActionResult.newBuilder()
                .setDone(ActionResult.getDefaultInstance().getDone());

        assertThat(act(done.setStepNumber(1)).counts()).isFalse();
        assertThat(act(done.setStepNumber(2)).counts()).isTrue();
        assertThat(act(done.setStepNumber(1).setInverse(true)).counts()).isTrue();
    }

    @Test
    void what_may_have_changed_something_counts_and_what_surely_did_not_does_not() {
        var none = ActionResult.getDefaultInstance();

        assertThat(act(ActionResult.newBuilder().setStepNumber(2).setUnknown(none.getUnknown()))
                        .counts())
                .isTrue();
        assertThat(act(ActionResult.newBuilder().setStepNumber(2).setAlreadyDone(none.getAlreadyDone()))
                        .counts())
                .isFalse();
        assertThat(act(ActionResult.newBuilder().setStepNumber(2).setRefused(none.getRefused()))
                        .counts())
                .isFalse();
        assertThat(act(ActionResult.newBuilder().setStepNumber(2).setFailed(none.getFailed()))
                        .counts())
                .isFalse();
        assertThat(act(ActionResult.newBuilder()
                                .setStepNumber(2)
                                .setDone(none.getDone())
                                .setVerification(none.getVerification()))
                        .counts())
                .isFalse();
    }

    @Test
    void a_plan_that_only_reads_is_not_shown() {
        assertThat(Chronicle.changes(plan(step(1, RiskTier.RISK_TIER_READ)))).isFalse();
        assertThat(Chronicle.changes(PLAN)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"person:grace, grace", "policy:shipped/1, policy", "slack:U1, slack:U1"})
    void people_are_called_by_their_names_and_what_was_allowed_in_advance_policy(String actor, String called) {
        assertThat(Chronicle.who(actor)).isEqualTo(called);
    }

    /** A scenario that waits for a plan must be able to name each state it can be in. */
    @Test
    void every_state_of_a_plan_has_a_word() {
        Set<PlanState> states = EnumSet.allOf(PlanState.class);
        states.removeAll(List.of(PlanState.PLAN_STATE_UNSPECIFIED, PlanState.UNRECOGNIZED));

        assertThat(states.stream()
                        .map(state ->
                                Chronicle.word(Plan.newBuilder().setState(state).build()))
                        .collect(Collectors.toSet()))
                .doesNotContain("")
                .contains("waiting", "running", "done", "failed", "taken-back", "rejected", "expired", "withdrawn");
    }

    private static Act act(ActionResult.Builder result) {
        return new Act(result.build(), PLAN, List.of());
    }

    private static Plan plan(Step... steps) {
        var plan = Plan.newBuilder();
        plan.getContentBuilder().addAllSteps(List.of(steps));
        return plan.build();
    }

    private static Step step(int number, RiskTier tier) {
        return Step.newBuilder().setNumber(number).setTier(tier).build();
    }
}
