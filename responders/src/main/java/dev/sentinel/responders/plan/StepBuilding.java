package dev.sentinel.responders.plan;

import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.responders.guards.Finding;
import dev.sentinel.responders.plan.Freezer.Seen;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Guard;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Irreversible;
import dev.sentinel.v1.Step;
import dev.sentinel.yaml.Plain;
import java.util.ArrayList;
import java.util.List;

/** Writes one part as a step of the contract, within the contract's lengths. */
final class StepBuilding {
    private static final int LONGEST = 2048;
    private static final int MOST_CHANGES = 64;

    private StepBuilding() {}

    static Step step(int number, Seen seen) {
        var action = seen.action();
        var step = Step.newBuilder()
                .setNumber(number)
                .setAction(action.name())
                .setSentence(seen.part().sentence())
                .setTier(action.tier())
                .setTarget(seen.prepared().sight().target())
                .addAllArguments(seen.part().order().arguments().all())
                .addAllSideEffects(action.sideEffects())
                .setTimeoutMs(action.timeout().toMillis())
                .setExpected(seen.part().expected())
                .setPermission(clip(action.permission()))
                .addAllAfter(seen.part().after())
                .addAllDiff(diff(seen.prepared().diff()));
        seen.findings().stream().map(StepBuilding::guard).forEach(step::addGuards);
        switch (action.wayBack()) {
            case WayBack.Unchanging unchanging -> step.setUnchanging(true);
            case WayBack.By by -> step.setInverse(inverse(by, seen));
            case WayBack.Never never ->
                step.setIrreversible(
                        Irreversible.newBuilder().setReason(never.reason()).setLoss(never.loss()));
        }
        return step.build();
    }

    /** What was seen restores exactly what was; where nothing is to be restored the declaration names the act. */
    private static Inverse inverse(WayBack.By by, Seen seen) {
        var inverse = seen.prepared()
                .sight()
                .wayBack()
                .orElse(Inverse.newBuilder().setAction(by.action()).build());
        return inverse.getDueInSeconds() > 0
                ? inverse
                : inverse.toBuilder().setDueInSeconds(by.due().toSeconds()).build();
    }

    private static Guard guard(Finding finding) {
        return Guard.newBuilder()
                .setName(finding.guard().name())
                .setCondition(clip(finding.guard().condition()))
                .setPassedAtPlanning(finding.holds())
                .setObservation(clip(finding.judgement().observation()))
                .build();
    }

    /** What does not fit is counted, so that nobody takes the list for the whole. */
    private static List<FieldChange> diff(List<FieldChange> changes) {
        if (changes.size() <= MOST_CHANGES) {
            return changes;
        }
        var shown = new ArrayList<>(changes.subList(0, MOST_CHANGES - 1));
        shown.add(FieldChange.newBuilder()
                .setPath("and %d more fields".formatted(changes.size() - shown.size()))
                .build());
        return shown;
    }

    private static String clip(String text) {
        return Plain.clip(Plain.oneLine(text), LONGEST);
    }
}
