package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import java.util.List;
import java.util.stream.Stream;

/** An act that nobody was asked about went wrong: people decide about it from now on. */
public record Loss(String cluster, String action, String why) {

    /**
     * What a result takes away. Where it is the looking that found nothing good, it is held against what was done before: a
     * reading does no harm, and the acts did not help.
     */
    public static List<Loss> of(Plan plan, ActionResult result) {
        if (plan.getMode() != PolicyMode.POLICY_MODE_AUTO) {
            return List.of();
        }
        return Outcome.of(result, true).filter(outcome -> !outcome.good()).stream()
                .flatMap(bad -> blamed(plan, result.getStepNumber())
                        .map(step -> new Loss(plan.getContent().getCluster(), step.getAction(), bad.observation())))
                .distinct()
                .toList();
    }

    /** A person took back what was done without asking. */
    public static List<Loss> of(Plan plan, String why) {
        if (plan.getMode() != PolicyMode.POLICY_MODE_AUTO) {
            return List.of();
        }
        return changing(plan)
                .filter(step -> isDone(plan, step))
                .map(step -> new Loss(plan.getContent().getCluster(), step.getAction(), why))
                .distinct()
                .toList();
    }

    private static Stream<Step> blamed(Plan plan, int number) {
        boolean changed = changing(plan).anyMatch(step -> step.getNumber() == number);
        return changing(plan).filter(step -> changed ? step.getNumber() == number : isDone(plan, step));
    }

    private static Stream<Step> changing(Plan plan) {
        return plan.getContent().getStepsList().stream().filter(step -> step.getTier() != RiskTier.RISK_TIER_READ);
    }

    private static boolean isDone(Plan plan, Step step) {
        return plan.getProgressList().stream()
                .filter(each -> each.getNumber() == step.getNumber())
                .map(StepProgress::getState)
                .anyMatch(state -> state == StepState.STEP_STATE_SUCCEEDED || state == StepState.STEP_STATE_VERIFYING);
    }
}
