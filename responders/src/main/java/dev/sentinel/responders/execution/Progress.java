package dev.sentinel.responders.execution;

import com.google.protobuf.Timestamp;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import dev.sentinel.v1.StepState;
import java.util.Optional;

/** Reads and writes how far the steps of a plan are. */
final class Progress {

    private Progress() {}

    /** The first step that is not over. */
    static Optional<Step> current(Plan plan) {
        return plan.getContent().getStepsList().stream()
                .filter(step -> state(plan, step.getNumber()) != StepState.STEP_STATE_SUCCEEDED
                        && state(plan, step.getNumber()) != StepState.STEP_STATE_SKIPPED)
                .findFirst();
    }

    /** The number of a step that has to succeed first and did not. */
    static Optional<Integer> unmet(Plan plan, Step step) {
        return step.getAfterList().stream()
                .filter(number -> state(plan, number) != StepState.STEP_STATE_SUCCEEDED)
                .findFirst();
    }

    static StepState state(Plan plan, int number) {
        return of(plan, number).getState();
    }

    static StepProgress of(Plan plan, int number) {
        return plan.getProgressList().stream()
                .filter(each -> each.getNumber() == number)
                .findFirst()
                .orElseGet(() -> StepProgress.newBuilder()
                        .setNumber(number)
                        .setState(StepState.STEP_STATE_PENDING)
                        .build());
    }

    static Plan.Builder with(Plan plan, StepProgress.Builder changed) {
        Plan.Builder next = plan.toBuilder();
        for (int i = 0; i < next.getProgressCount(); i++) {
            if (next.getProgress(i).getNumber() == changed.getNumber()) {
                return next.setProgress(i, changed);
            }
        }
        return next.addProgress(changed);
    }

    /** The plan as a step of it begins or goes on. */
    static Plan.Builder at(Plan plan, int number, StepState state, String reason, Timestamp now) {
        StepProgress.Builder step = of(plan, number).toBuilder().setState(state).setReason(reason);
        if (!step.hasStartedAt() && state != StepState.STEP_STATE_PENDING) {
            step.setStartedAt(now);
        }
        switch (state) {
            case STEP_STATE_SUCCEEDED,
                    STEP_STATE_REFUSED,
                    STEP_STATE_FAILED,
                    STEP_STATE_UNKNOWN,
                    STEP_STATE_SKIPPED,
                    STEP_STATE_TAKEN_BACK -> step.setFinishedAt(now);
            case STEP_STATE_UNSPECIFIED,
                    STEP_STATE_PENDING,
                    STEP_STATE_STARTED,
                    STEP_STATE_WAITING,
                    STEP_STATE_VERIFYING,
                    UNRECOGNIZED -> step.clearFinishedAt();
        }
        return with(plan, step);
    }

    static boolean isTakingBack(Plan plan) {
        return plan.getState() == PlanState.PLAN_STATE_TAKING_BACK;
    }
}
