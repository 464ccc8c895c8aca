package dev.sentinel.app.demo;

import dev.sentinel.app.demo.Chronicle.Act;
import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.app.demo.Verdict.Proof;
import dev.sentinel.app.output.Printable;
import dev.sentinel.lab.scenario.Conduct;
import dev.sentinel.lab.scenario.Conduct.Becomes;
import dev.sentinel.lab.scenario.Conduct.NeverSo;
import dev.sentinel.lab.scenario.Conduct.Refusal;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.lab.scenario.Footprint;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.yaml.Spans;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds what was done, and what was refused, against what was expected: in the program's books and in the world. Computes only. */
final class Referee {
    private final Conduct expected;
    private final Seen seen;

    /**
     * What there is to judge.
     *
     * @param acts everything that came of steps
     * @param refused answers of people that did not count
     * @param conditions when what the scenario asks for was so, by its sentences
     * @param footprints objects of the world that Sentinel wrote to
     */
    record Seen(
            Moments moments,
            List<Plan> plans,
            List<Act> acts,
            List<AuditEntry> refused,
            Map<String, Spells> conditions,
            List<Footprint> footprints) {
        Seen {
            plans = List.copyOf(plans);
            acts = List.copyOf(acts);
            refused = List.copyOf(refused);
            conditions = Map.copyOf(conditions);
            footprints = List.copyOf(footprints);
        }
    }

    Referee(Conduct expected, Seen seen) {
        this.expected = expected;
        this.seen = seen;
    }

    List<Finding> findings() {
        return Stream.of(acts(), unexpected(), never(), world(), refusals(), footprints())
                .flatMap(List::stream)
                .toList();
    }

    private Stream<Act> done() {
        return seen.acts().stream().filter(Act::counts);
    }

    private List<Finding> acts() {
        List<Finding> findings = new ArrayList<>();
        for (Conduct.Act wanted : expected.acts()) {
            List<Act> found = done().filter(each -> isMeant(wanted, each)).toList();
            if (found.isEmpty()) {
                findings.add(new Finding(
                        false,
                        "%s was not done; done: %s; plans: %s"
                                .formatted(
                                        wanted.which(),
                                        done().map(Referee::named).toList(),
                                        seen.plans().stream().map(Referee::told).toList())));
                continue;
            }
            if (found.size() > 1) {
                findings.add(new Finding(false, "%s was done %d times".formatted(wanted.which(), found.size())));
            }
            findings.add(inTime(wanted, found.getFirst()));
            wanted.by()
                    .ifPresent(by -> findings.add(new Finding(
                            found.getFirst().by().contains(by),
                            "%s was allowed by %s, expected %s"
                                    .formatted(
                                            wanted.which(),
                                            String.join(", ", found.getFirst().by()),
                                            by))));
        }
        return findings;
    }

    private static boolean isMeant(Conduct.Act wanted, Act act) {
        return fits(wanted.which(), act)
                && act.result().hasDone()
                && wanted.runbook()
                        .map(act.plan().getContent().getRunbook()::equals)
                        .orElse(true);
    }

    private static boolean fits(Conduct.Which which, Act act) {
        return which.fits(act.result().getAction(), Critic.written(act.result().getTarget()));
    }

    private Finding inTime(Conduct.Act wanted, Act act) {
        return inTime(named(act), wanted.since(), wanted.within(), finished(act.result()));
    }

    private Finding inTime(String what, Since since, Optional<Duration> within, Instant at) {
        Optional<Instant> from = seen.moments().of(since);
        if (from.isEmpty()) {
            return new Finding(false, "%s, and what its time counts from never came".formatted(what));
        }
        Duration took = Duration.between(from.get(), at);
        return new Finding(
                within.map(most -> took.compareTo(most) <= 0).orElse(true),
                "%s after %s%s"
                        .formatted(
                                what,
                                Critic.span(took),
                                within.map(most -> ", at most " + Spans.write(most))
                                        .orElse("")));
    }

    private List<Finding> unexpected() {
        return done().filter(each -> expected.acts().stream().noneMatch(wanted -> isMeant(wanted, each)))
                .filter(each -> expected.allowed().stream().noneMatch(allowed -> fits(allowed, each)))
                .map(each -> new Finding(
                        false,
                        "nobody expected: %s%s"
                                .formatted(named(each), each.result().hasUnknown() ? ", perhaps; nobody knows" : "")))
                .toList();
    }

    private List<Finding> never() {
        List<Finding> findings = new ArrayList<>();
        for (Conduct.Which never : expected.never()) {
            List<String> found =
                    done().filter(each -> fits(never, each)).map(Referee::named).toList();
            findings.add(new Finding(
                    found.isEmpty(), "%s was %s".formatted(never, found.isEmpty() ? "not done" : "done: " + found)));
        }
        for (NeverSo never : expected.neverSo()) {
            Optional<Instant> first = spells(never.sentence()).first(Instant.MIN);
            findings.add(new Finding(
                    first.isEmpty(),
                    "%s: %s"
                            .formatted(
                                    never.sentence(),
                                    first.map(Instant::toString).orElse("never"))));
        }
        return findings;
    }

    private List<Finding> world() {
        List<Finding> findings = new ArrayList<>();
        for (Becomes becomes : expected.becomes()) {
            findings.add(came(becomes, first(becomes)));
        }
        expected.recovers()
                .ifPresent(becomes ->
                        findings.add(came(becomes, spells(becomes.sentence()).stands())));
        return findings;
    }

    private Finding came(Becomes becomes, Optional<Instant> at) {
        return at.map(when -> inTime(becomes.sentence(), becomes.since(), becomes.within(), when))
                .orElseGet(() -> new Finding(false, "it did not come to this: " + becomes.sentence()));
    }

    private Optional<Instant> first(Becomes becomes) {
        return seen.moments().of(becomes.since()).flatMap(spells(becomes.sentence())::first);
    }

    private Spells spells(String sentence) {
        return seen.conditions().getOrDefault(sentence, new Spells());
    }

    private List<Finding> refusals() {
        List<Finding> findings = new ArrayList<>();
        for (Refusal wanted : expected.refused()) {
            boolean answer = seen.refused().stream().anyMatch(each -> isMeant(wanted, each));
            boolean other = wanted.by().isEmpty() && (plansRefused(wanted) || actsRefused(wanted));
            findings.add(new Finding(
                    answer || other,
                    "refused%s%s: %s"
                            .formatted(
                                    wanted.by().map(each -> " to " + each).orElse(""),
                                    wanted.runbook().map(each -> ", " + each).orElse(""),
                                    wanted.says())));
        }
        for (AuditEntry entry : seen.refused()) {
            if (expected.refused().stream().noneMatch(wanted -> isMeant(wanted, entry))) {
                findings.add(new Finding(
                        false,
                        Printable.escape("nobody expected a refusal to %s: %s"
                                .formatted(Chronicle.who(entry.getActor().getId()), entry.getSentence()))));
            }
        }
        return findings;
    }

    private boolean isMeant(Refusal wanted, AuditEntry entry) {
        return wanted.by().map(Chronicle.who(entry.getActor().getId())::equals).orElse(true)
                && wanted.runbook()
                        .map(runbook -> runbookOf(entry.getPlanId()).equals(runbook))
                        .orElse(true)
                && entry.getSentence().contains(wanted.says());
    }

    private String runbookOf(String planId) {
        return seen.plans().stream()
                .filter(each -> each.getId().equals(planId))
                .map(each -> each.getContent().getRunbook())
                .findFirst()
                .orElse("");
    }

    private boolean plansRefused(Refusal wanted) {
        Set<PlanState> nothing =
                Set.of(PlanState.PLAN_STATE_EXPIRED, PlanState.PLAN_STATE_REJECTED, PlanState.PLAN_STATE_WITHDRAWN);
        return seen.plans().stream()
                .filter(each -> nothing.contains(each.getState()))
                .filter(each -> wanted.runbook()
                        .map(each.getContent().getRunbook()::equals)
                        .orElse(true))
                .anyMatch(each -> each.getStateReason().contains(wanted.says()));
    }

    private boolean actsRefused(Refusal wanted) {
        return seen.acts().stream()
                .filter(each -> each.result().hasRefused())
                .filter(each -> wanted.runbook()
                        .map(each.plan().getContent().getRunbook()::equals)
                        .orElse(true))
                .map(each -> each.result().getRefused())
                .anyMatch(each -> (each.getGuard() + ": " + each.getReason()).contains(wanted.says()));
    }

    /** What the world shows of Sentinel is in its books: nothing is done beside them. */
    private List<Finding> footprints() {
        Set<String> known = done().map(each -> each.result().getOperationKey()).collect(Collectors.toSet());
        List<String> strange = seen.footprints().stream()
                .filter(each -> known.isEmpty() || !isKnown(each, known))
                .map(each -> each.thing() + " by " + each.operation())
                .toList();
        return List.of(new Finding(
                strange.isEmpty(),
                strange.isEmpty()
                        ? "the cluster shows %d objects written to, all of them by acts in the books"
                                .formatted(seen.footprints().size())
                        : "written to by no act in the books: " + strange));
    }

    /** A write to a part of an object leaves no mark of its own. */
    private static boolean isKnown(Footprint footprint, Set<String> known) {
        return footprint.operation().isEmpty()
                || known.contains(footprint.operation().replaceFirst("/\\d+$", ""));
    }

    /** How long it took until the first expected act was done; of acts that are only allowed, the first. */
    Optional<Duration> contained() {
        Optional<Act> first = expected.acts().stream()
                .findFirst()
                .flatMap(wanted -> done().filter(each -> isMeant(wanted, each)).findFirst());
        return zero().flatMap(from -> first.map(each -> Duration.between(from, finished(each.result()))));
    }

    /** How long until the world was well again and stayed so, where the scenario says what that is. */
    Optional<Duration> recovered() {
        return expected.recovers()
                .flatMap(well -> seen.moments()
                        .of(well.since())
                        .flatMap(from -> spells(well.sentence()).stands().map(at -> Duration.between(from, at))));
    }

    private Optional<Instant> zero() {
        return expected.acts().stream()
                .findFirst()
                .flatMap(act -> seen.moments().of(act.since()));
    }

    /** What was seen to work: it was done, and what its runbook expects of it was looked for and found. */
    List<Proof> proven() {
        return seen.acts().stream()
                .filter(each -> each.result().hasDone()
                        && each.result().getVerification().getVerdict() == dev.sentinel.v1.Verdict.VERDICT_AS_EXPECTED)
                .map(each -> new Proof(
                        each.plan().getContent().getRunbook(), each.result().getAction()))
                .distinct()
                .toList();
    }

    private static Instant finished(ActionResult result) {
        return Instant.ofEpochSecond(
                result.getFinishedAt().getSeconds(), result.getFinishedAt().getNanos());
    }

    private static String named(Act act) {
        return Printable.escape("%s%s on %s by %s"
                .formatted(
                        act.result().getAction(),
                        act.result().getInverse() ? ", taking back," : "",
                        Critic.written(act.result().getTarget()),
                        act.plan().getContent().getRunbook()));
    }

    private static String told(Plan plan) {
        return Printable.escape(
                "%s is %s (%s)".formatted(plan.getContent().getRunbook(), Chronicle.word(plan), plan.getStateReason()));
    }
}
