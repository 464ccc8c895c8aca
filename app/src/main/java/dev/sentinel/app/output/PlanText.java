package dev.sentinel.app.output;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.Counterfactual;
import dev.sentinel.v1.ExpectedOutcome;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.GetPlanResponse;
import dev.sentinel.v1.Guard;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineGate;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StepProgress;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Plans, acts and quarantines for people to read. */
public final class PlanText {
    private PlanText() {}

    /** The last words of an enum's name, in small letters: "waiting for approval". */
    public static String word(Enum<?> value) {
        String type = value.getDeclaringClass()
                .getSimpleName()
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toUpperCase(Locale.ROOT);
        return value.name()
                .replaceFirst("^" + type + "_", "")
                .toLowerCase(Locale.ROOT)
                .replace('_', ' ');
    }

    /** Where a plan stands, with the reason where there is one. */
    public static String stands(Plan plan) {
        return word(plan.getState())
                + (plan.getStateReason().isEmpty() ? "" : " (" + Printable.escape(plan.getStateReason()) + ")");
    }

    /** Everything about a plan. */
    public static String whole(GetPlanResponse answer, Table.Format format) {
        return switch (format) {
            case JSON -> json(answer);
            case TABLE -> text(answer);
        };
    }

    private static String json(GetPlanResponse answer) {
        try {
            return JsonFormat.printer().print(answer) + "\n";
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a message of the contract has a JSON form", e);
        }
    }

    private static String text(GetPlanResponse answer) {
        Plan plan = answer.getPlan();
        var content = plan.getContent();
        var text = new StringBuilder();
        line(text, "%s  %s", plan.getId(), content.getTitle());
        line(
                text,
                "%s%s, mode %s by %s",
                stands(plan),
                plan.getDryRun() ? ", a dry run" : "",
                word(plan.getMode()),
                plan.getPolicy());
        line(text, "hash %s", plan.getContentHash());
        line(
                text,
                "for incident %s, runbook %s, until %s",
                content.getIncidentId(),
                content.getRunbook(),
                IncidentText.time(content.getExpiresAt()));
        content.getStepsList().forEach(step -> step(text, step, progress(plan, step)));
        if (!content.getPossibleLoss().isEmpty()) {
            line(text, "may be lost: %s", content.getPossibleLoss());
        }
        if (content.hasCounterfactual()) {
            counterfactual(text, content.getCounterfactual());
        }
        for (Alternative each : content.getAlternativesList()) {
            line(text, "not %s: %s", each.getAction(), each.getRefusedBecause());
        }
        for (Approval each : answer.getTicket().getApprovalsList()) {
            line(
                    text,
                    "%s by %s at %s: %s",
                    word(each.getDecision()),
                    each.getActor().getId(),
                    IncidentText.time(each.getDecidedAt()),
                    each.getReason());
        }
        for (ActionResult each : answer.getResultsList()) {
            line(text, "step %d%s: %s", each.getStepNumber(), each.getInverse() ? " taken back" : "", outcome(each));
        }
        return text.toString();
    }

    private static Optional<StepProgress> progress(Plan plan, Step step) {
        return plan.getProgressList().stream()
                .filter(each -> each.getNumber() == step.getNumber())
                .findFirst();
    }

    private static void step(StringBuilder text, Step step, Optional<StepProgress> progress) {
        line(
                text,
                "  %d. %s  [%s, %s%s]",
                step.getNumber(),
                step.getSentence(),
                step.getAction(),
                word(step.getTier()),
                progress.map(each -> ", " + word(each.getState())).orElse(""));
        line(text, "     %s", IncidentText.thing(step.getTarget().getRef()));
        for (FieldChange change : step.getDiffList()) {
            line(text, "     %s: %s -> %s", change.getPath(), change.getPreviousValue(), change.getValue());
        }
        step.getSideEffectsList().forEach(each -> line(text, "     also: %s", each));
        for (Guard guard : step.getGuardsList()) {
            line(
                    text,
                    "     %s %s: %s",
                    guard.getPassedAtPlanning() ? "holds" : "FORBIDS",
                    guard.getName(),
                    guard.getObservation());
        }
        line(text, "     then: %s%s", step.getExpected().getSentence(), awaited(step.getExpected()));
        switch (step.getWayBackCase()) {
            case INVERSE ->
                line(text, "     taken back by %s", step.getInverse().getAction());
            case IRREVERSIBLE ->
                line(
                        text,
                        "     CANNOT be taken back: %s; lost: %s",
                        step.getIrreversible().getReason(),
                        step.getIrreversible().getLoss());
            case UNCHANGING, WAYBACK_NOT_SET -> {}
        }
        progress.filter(each -> !each.getReason().isEmpty()).ifPresent(each -> line(text, "     %s", each.getReason()));
    }

    private static String awaited(ExpectedOutcome expected) {
        return expected.getEventKind().isEmpty() ? "" : " (waits for %s)".formatted(expected.getEventKind());
    }

    private static void counterfactual(StringBuilder text, Counterfactual forecast) {
        line(
                text,
                "volumes that lose redundancy %d, without any copy %d, to rebuild %d MiB",
                forecast.getVolumesLosingRedundancy(),
                forecast.getVolumesWithoutCopy(),
                forecast.getRebuildBytes() >> 20);
        if (!forecast.getWorstCase().isEmpty()) {
            line(text, "at worst: %s", forecast.getWorstCase());
        }
        if (!forecast.getIfNothingIsDone().isEmpty()) {
            line(text, "if nothing is done: %s", forecast.getIfNothingIsDone());
        }
    }

    /** What came of a step, in a line. */
    public static String outcome(ActionResult result) {
        String verdict = result.hasVerification()
                ? "; " + word(result.getVerification().getVerdict()) + ": "
                        + result.getVerification().getObservation()
                : "";
        return switch (result.getOutcomeCase()) {
                    case DONE -> "done: " + result.getDone().getObservation();
                    case ALREADY_DONE ->
                        "was so already: " + result.getAlreadyDone().getObservation();
                    case REFUSED ->
                        "refused by %s: %s"
                                .formatted(
                                        result.getRefused().getGuard(),
                                        result.getRefused().getReason());
                    case FAILED -> "failed: " + result.getFailed().getReason();
                    case UNKNOWN ->
                        "UNKNOWN: %s; %s"
                                .formatted(
                                        result.getUnknown().getReason(),
                                        result.getUnknown().getHowToLearn());
                    case OUTCOME_NOT_SET -> "no outcome";
                }
                + verdict;
    }

    /** Names of the gates that do not hold. */
    public static String brokenGates(Quarantine quarantine) {
        return quarantine.getGatesList().stream()
                .filter(gate -> !gate.getHeld())
                .map(QuarantineGate::getName)
                .collect(Collectors.joining(", "));
    }

    /** How an act is taken back, in a few words. */
    public static String wayBack(WayBack wayBack) {
        return switch (wayBack) {
            case WayBack.Unchanging unchanging -> "changes nothing";
            case WayBack.By by -> by.action();
            case WayBack.Never never -> "none: " + never.loss();
        };
    }

    /** Everything that an act says of itself. */
    public static String declaration(Declaration declared) {
        var text = new StringBuilder();
        line(text, "%s  %s", declared.name(), declared.summary());
        line(
                text,
                "tier %s; done to %s; taken back by %s",
                word(declared.tier()),
                String.join(", ", declared.targets()),
                wayBack(declared.wayBack()));
        for (Parameter each : declared.parameters()) {
            line(
                    text,
                    "  %s  %s%s  %s",
                    each.name(),
                    each.type().name().toLowerCase(Locale.ROOT),
                    each.required() ? "" : ", may be left out",
                    each.summary());
        }
        declared.sideEffects().forEach(each -> line(text, "also: %s", each));
        line(text, "needs: %s", declared.permission());
        line(text, "guards: %s", String.join(", ", declared.guards()));
        line(text, "given up after %d s", declared.timeout().toSeconds());
        return text.toString();
    }

    private static void line(StringBuilder text, String form, Object... values) {
        Object[] harmless = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            harmless[i] = values[i] instanceof String word ? Printable.escape(word) : values[i];
        }
        text.append(form.formatted(harmless)).append('\n');
    }
}
