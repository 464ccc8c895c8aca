package dev.sentinel.app.demo;

import dev.sentinel.app.output.IncidentText;
import dev.sentinel.app.output.PlanText;
import dev.sentinel.app.output.Printable;
import dev.sentinel.app.output.Table;
import dev.sentinel.correlator.running.Words;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Scenario.Report;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryStep;
import dev.sentinel.yaml.Spans;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tells the story as lines for people, with a bar below them on a terminal. */
public final class Lines implements Narrator {
    private static final int MOST_OF_A_KIND = 3;
    private static final int WIDTH = 40;
    // Told again, in better words, by who understands it; and what only says that there is more.
    private static final Set<String> UNTOLD = Set.of("kubernetes.event.observed", "log.suppressed");
    private static final String CLEAR = "\r\u001b[2K";

    private final PrintWriter out;
    private final boolean terminal;
    private final Set<String> subjects = new HashSet<>();
    private final Map<String, Integer> seen = new HashMap<>();
    private final Map<String, IncidentState> states = new HashMap<>();
    private final Map<String, PlanState> stands = new HashMap<>();
    private final Set<String> questions = new HashSet<>();
    private String bar = "";

    public Lines(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void opens(Scenario scenario) {
        say(scenario.title());
        say("");
        scenario.story().strip().lines().forEach(line -> say("  " + line));
        say("");
    }

    @Override
    public void watches(Duration startOnThisMachine) {
        say("The cluster is there and Sentinel watches it (%.1f s).".formatted(startOnThisMachine.toMillis() / 1000.0));
        say("");
    }

    @Override
    public void does(Duration at, String what) {
        line(at, "world", what);
    }

    @Override
    public void sees(Duration at, Event event) {
        boolean worth = event.getSeverity() == Severity.SEVERITY_WARNING
                || event.getSeverity() == Severity.SEVERITY_ERROR
                || event.getSeverity() == Severity.SEVERITY_CRITICAL;
        String kind = Kinds.of(event);
        if (!worth || UNTOLD.contains(kind) || !subjects.add(kind + " " + IncidentText.thing(event.getSubject()))) {
            return;
        }
        int count = seen.merge(kind, 1, Integer::sum);
        if (count <= MOST_OF_A_KIND) {
            line(at, "sees", "%-36s %s".formatted(kind, IncidentText.thing(event.getSubject())));
        } else if (count == MOST_OF_A_KIND + 1) {
            line(at, "sees", "%-36s and more of them".formatted(kind));
        }
    }

    @Override
    public void believes(Duration at, Incident incident) {
        IncidentState before = states.put(incident.getId(), incident.getState());
        if (before == incident.getState()) {
            return;
        }
        line(
                at,
                "decides",
                "%s: %s (%s, %s sure)"
                        .formatted(
                                Words.of(incident.getState()),
                                incident.getTitle(),
                                Words.of(incident.getSeverity()),
                                IncidentText.percent(incident.getConfidence().getScore())));
        if (incident.getState() == IncidentState.INCIDENT_STATE_OPEN) {
            for (StoryStep step : incident.getStoryList()) {
                say("%18s %s  %s".formatted("", IncidentText.time(step.getAt()), step.getSentence()));
            }
        }
    }

    @Override
    public void plans(Duration at, Plan plan) {
        if (stands.put(plan.getId(), plan.getState()) == plan.getState() || isRepetition(plan)) {
            return;
        }
        switch (plan.getState()) {
            case PLAN_STATE_WAITING_FOR_APPROVAL ->
                line(at, "asks", "may I? %s (%s)".formatted(plan.getContent().getTitle(), plan.getStateReason()));
            case PLAN_STATE_APPROVED, PLAN_STATE_PROPOSED ->
                line(at, "decides", "%s: %s".formatted(plan.getContent().getTitle(), PlanText.stands(plan)));
            case PLAN_STATE_SUCCEEDED,
                    PLAN_STATE_FAILED,
                    PLAN_STATE_TAKING_BACK,
                    PLAN_STATE_TAKEN_BACK,
                    PLAN_STATE_REJECTED,
                    PLAN_STATE_EXPIRED,
                    PLAN_STATE_WITHDRAWN,
                    PLAN_STATE_UNKNOWN ->
                line(at, "plan", "%s: %s".formatted(plan.getContent().getTitle(), PlanText.stands(plan)));
            case PLAN_STATE_RUNNING, PLAN_STATE_WAITING, PLAN_STATE_UNSPECIFIED, UNRECOGNIZED -> {}
        }
    }

    /** The world moves, and the same question is asked anew: once is enough for who only watches. */
    private boolean isRepetition(Plan plan) {
        String question =
                plan.getContent().getIncidentId() + " " + plan.getContent().getRunbook();
        boolean asks = plan.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL;
        boolean asksAnew = plan.getState() == PlanState.PLAN_STATE_WITHDRAWN
                && !plan.getSupersededBy().isEmpty();
        return asksAnew || (asks && !questions.add(question));
    }

    @Override
    public void acts(Duration at, ActionResult result, String sentence) {
        String what = (result.getInverse() ? "taking back: " : "") + sentence;
        // A second result of the same attempt says how it looked afterwards.
        String came = result.hasVerification()
                ? PlanText.word(result.getVerification().getVerdict()) + ": "
                        + result.getVerification().getObservation()
                : PlanText.outcome(result);
        line(at, result.hasVerification() ? "checks" : "does", "%s (%s)".formatted(what, came));
    }

    @Override
    public void answers(Duration at, String deed, String answer) {
        line(at, "people", "%s: %s".formatted(deed, answer));
    }

    @Override
    public void asks(Duration at, Plan plan, List<String> commands) {
        line(at, "waits", "for you, at another terminal; time goes on as on your watch:");
        commands.forEach(each -> say("%18s %s".formatted("", each)));
    }

    @Override
    public void passes(Duration at, Duration whole, double speed) {
        if (!terminal) {
            return;
        }
        long done = Math.clamp(WIDTH * at.toMillis() / Math.max(1, whole.toMillis()), 0, WIDTH);
        String now = "[%s%s] %s of %s, %.0f times as fast"
                .formatted("=".repeat((int) done), " ".repeat((int) (WIDTH - done)), clock(at), clock(whole), speed);
        if (!now.equals(bar)) {
            bar = now;
            out.print(CLEAR + bar);
            out.flush();
        }
    }

    @Override
    public void ends(Verdict verdict) {
        if (terminal) {
            out.print(CLEAR);
            bar = "";
        }
        if (verdict.ended().isPresent()) {
            say("Ended after %s of its time; nothing was judged."
                    .formatted(Spans.write(verdict.ended().get())));
            return;
        }
        say("");
        verdict.findings().forEach(each -> say((each.kept() ? "  as expected   " : "  NOT EXPECTED  ") + each.what()));
        say("");
        out.print(figures(verdict).write(Table.Format.TABLE));
        verdict.report().map(Report::source).ifPresent(source -> say("As reported: " + source));
        say("");
        Verdict.Figures figures = verdict.figures();
        say("%d events out, %d in the journal: %s. It took %.1f s."
                .formatted(
                        figures.told(),
                        figures.journaled(),
                        arrived(figures),
                        figures.onThisMachine().toMillis() / 1000.0));
    }

    private static String arrived(Verdict.Figures figures) {
        if (figures.waiting() > 0) {
            return "%d still on disk".formatted(figures.waiting());
        }
        return figures.told() == figures.journaled() ? "nothing lost" : "NOT all arrived";
    }

    private static Table figures(Verdict verdict) {
        var table = new Table("", "sentinel", "people");
        row(
                table,
                "time to detect",
                verdict.figures().detected(),
                verdict.report().map(Report::detected));
        row(
                table,
                "time to contain",
                verdict.figures().contained(),
                verdict.report().map(Report::contained));
        row(
                table,
                "time to recover",
                verdict.figures().recovered(),
                verdict.report().map(Report::recovered));
        return table;
    }

    private static void row(Table table, String what, Optional<Duration> ours, Optional<String> theirs) {
        table.row(
                what,
                ours.map(Lines::taken).orElse("-"),
                theirs.filter(each -> !each.isEmpty()).orElse("-"));
    }

    /** Some things are known before they can be seen. */
    private static String taken(Duration span) {
        return span.isNegative() ? Critic.span(span.negated()) + " before it showed" : Critic.span(span);
    }

    private void line(Duration at, String who, String what) {
        say("  %s  %-8s %s".formatted(clock(at), who, what));
    }

    private static String clock(Duration at) {
        long seconds = Math.max(0, at.toSeconds());
        return String.format(Locale.ROOT, "%dh%02dm%02ds", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private void say(String text) {
        if (terminal && !bar.isEmpty()) {
            out.print(CLEAR);
        }
        out.println(Printable.escape(text));
        if (terminal && !bar.isEmpty()) {
            out.print(bar);
        }
        out.flush();
    }
}
