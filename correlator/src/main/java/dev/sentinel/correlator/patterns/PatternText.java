package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.yaml.Plain;
import dev.sentinel.yaml.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** Says in plain words what a pattern looks for and what it does: for a person who was woken by it. */
public final class PatternText {
    private static final int WIDTH = 110;

    private final Pattern pattern;
    private final List<String> names;
    private final StringBuilder text = new StringBuilder();

    private PatternText(Pattern pattern) {
        this.pattern = pattern;
        this.names = pattern.clauses().stream().map(Clause::name).toList();
    }

    /** The whole description; lines end with a line feed. */
    public static String explain(Pattern pattern) {
        var text = new PatternText(pattern);
        text.head();
        text.evidence();
        text.opening();
        text.ending();
        text.aftermath();
        return text.text.toString();
    }

    private void head() {
        line("%s (version %s)", pattern.name(), pattern.version());
        line("%s", Plain.oneLine(pattern.title()));
        line("");
        line("%s", Plain.oneLine(pattern.summary()));
        line("");
        line(
                "One incident for each %s. Evidence older than %s is forgotten.",
                thing(pattern.pivot()), Spans.write(pattern.window()));
        if (pattern.fallback()) {
            line("A fallback: it only looks at events that no other pattern could use.");
        }
    }

    private void evidence() {
        line("");
        line("What it looks for");
        pattern.clauses().forEach(this::clause);
    }

    private void clause(Clause clause) {
        line("");
        line("  %s (%s)", clause.name(), clause.role().name().toLowerCase(Locale.ROOT));
        line("    %s", what(clause));
        conditions(clause.matches()).forEach(condition -> line("    only if %s", condition));
        clause.order()
                .ifPresent(order -> line(
                        "    counts only within %s after %s", Spans.write(order.within()), names.get(order.after())));
        clause.sameAs()
                .ifPresent(other -> line(
                        "    must share its %s with %s",
                        Ways.linkKinds(clause.paths(), clause.links()).stream()
                                .map(PatternText::thing)
                                .collect(Collectors.joining(" or ")),
                        names.get(other)));
        clause.recovers().ifPresent(other -> line("    ends what %s reported, for each subject", names.get(other)));
        clause.paths().forEach(path -> line("    found from %s", walk(path)));
        clause.links().forEach(link -> line("    its link: from %s", walk(link)));
        line("    told as: %s", Plain.oneLine(clause.say()));
        if (!clause.learn().isEmpty()) {
            line("    if it is missing, look: %s", Plain.oneLine(clause.learn()));
        }
    }

    private String what(Clause clause) {
        var kinds = kinds(clause.matches());
        if (clause.absence().isPresent()) {
            var absence = clause.absence().get();
            return "nothing like this for %s after %s: %s"
                    .formatted(Spans.write(absence.deadline()), names.get(absence.since()), kinds);
        }
        var count = clause.count();
        if (count.equals(Clause.Count.ONE) || count.atLeast() == 1) {
            return kinds;
        }
        return "at least %d within %s%s: %s"
                .formatted(
                        count.atLeast(),
                        Spans.write(count.span()),
                        count.distinct() ? ", each about another subject" : "",
                        kinds);
    }

    private static String kinds(List<Match> matches) {
        return matches.stream()
                .map(match -> match.kind().equals(Match.ANY) ? "any event" : match.kind())
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static List<String> conditions(List<Match> matches) {
        return matches.stream()
                .map(Match::condition)
                .filter(condition -> !condition.equals(Match.Condition.ALWAYS))
                .map(Objects::toString)
                .map(Plain::oneLine)
                .distinct()
                .toList();
    }

    private void opening() {
        line("");
        line("When it speaks");
        if (!pattern.suspect().equals(pattern.open())) {
            line("  suspected when  %s", formula(pattern.suspect()));
        }
        line("  opens when      %s", formula(pattern.open()));
        for (var rule : pattern.severities()) {
            var severity =
                    rule.severity().name().substring("SEVERITY_".length()).toLowerCase(Locale.ROOT);
            line(
                    "  %-14s  %s",
                    severity, rule.when() instanceof Formula.Always ? "otherwise" : "if " + formula(rule.when()));
        }
        line("");
        line("How sure it is: it starts at %s", percent(pattern.belief().start()));
        for (var weight : pattern.belief().weights()) {
            line(
                    "  %s %s if %s (%s)",
                    weight.by() < 0 ? "minus" : "plus",
                    percent(Math.abs(weight.by())),
                    formula(weight.when()),
                    Plain.oneLine(weight.because()));
        }
    }

    private void ending() {
        line("");
        line("What ends it");
        var recoveries = pattern.clauses().stream()
                .filter(clause -> clause.recovers().isPresent())
                .toList();
        for (var clause : recoveries) {
            line("  %s ends %s", clause.name(), names.get(clause.recovers().orElseThrow()));
        }
        line(
                "  resolved when it recovered, or brought no news, for %s",
                Spans.write(pattern.resolution().quiet()));
        line(
                "  what comes within %s after that reopens it",
                Spans.write(pattern.resolution().reopen()));
    }

    private void aftermath() {
        if (!pattern.folds().isEmpty()) {
            line("");
            line("What it folds in: counted, not shown as incidents of their own");
        }
        for (var fold : pattern.folds()) {
            var conditions = conditions(fold.matches());
            line(
                    "  %s within %s%s: %s",
                    kinds(fold.matches()),
                    Spans.write(fold.within()),
                    conditions.isEmpty() ? "" : ", only if " + String.join(" or ", conditions),
                    Plain.oneLine(fold.why()));
        }
        if (!pattern.explains().isEmpty()) {
            line("");
            line("What becomes its child when they share a thing: %s", String.join(", ", pattern.explains()));
        }
        line("");
        line(pattern.answers().isEmpty() ? "No runbook answers it." : "Runbooks that answer it");
        pattern.answers().forEach(answer -> line("  %s: %s", answer.runbook(), Plain.oneLine(answer.why())));
    }

    private String formula(Formula formula) {
        return FormulaText.write(formula, names);
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** The path as a person would say it: "the replica, the disk it is on, the node that is part of". */
    private static String walk(Path path) {
        var steps = new ArrayList<String>(List.of("the " + thing(path.from())));
        for (var hop : path.hops()) {
            steps.add("%s %s%s"
                    .formatted(
                            hop.reversed() ? backward(hop.edge()) : forward(hop.edge()),
                            thing(hop.to()),
                            hop.link() ? " (the link)" : ""));
        }
        return path.hops().isEmpty() ? steps.getFirst() + " itself" : String.join(", ", steps);
    }

    private static String forward(EdgeKind edge) {
        return switch (edge) {
            case EDGE_KIND_OWNS -> "which owns the";
            case EDGE_KIND_USES -> "which uses the";
            case EDGE_KIND_BOUND_TO -> "bound to the";
            case EDGE_KIND_IS -> "which is the";
            case EDGE_KIND_HAS -> "which has the";
            case EDGE_KIND_ON -> "on the";
            case EDGE_KIND_PART_OF -> "part of the";
            case EDGE_KIND_RUNS_ON -> "running on the";
            case EDGE_KIND_HOSTS -> "which hosts the";
            case EDGE_KIND_BACKS -> "which backs the";
            case EDGE_KIND_ATTACHED_TO -> "attached to the";
            case EDGE_KIND_STORED_ON -> "stored on the";
            case EDGE_KIND_OBSERVES -> "which observes the";
            case EDGE_KIND_MANAGES -> "which manages the";
            case EDGE_KIND_GOVERNS -> "which governs the";
            case EDGE_KIND_UNSPECIFIED, UNRECOGNIZED -> "with the";
        };
    }

    private static String backward(EdgeKind edge) {
        return switch (edge) {
            case EDGE_KIND_OWNS -> "owned by the";
            case EDGE_KIND_USES -> "used by the";
            case EDGE_KIND_BOUND_TO -> "to which is bound the";
            case EDGE_KIND_IS -> "known as the";
            case EDGE_KIND_HAS -> "of the";
            case EDGE_KIND_ON -> "which carries the";
            case EDGE_KIND_PART_OF -> "which contains the";
            case EDGE_KIND_RUNS_ON -> "which runs the";
            case EDGE_KIND_HOSTS -> "hosted by the";
            case EDGE_KIND_BACKS -> "backed by the";
            case EDGE_KIND_ATTACHED_TO -> "to which is attached the";
            case EDGE_KIND_STORED_ON -> "which stores the";
            case EDGE_KIND_OBSERVES -> "observed by the";
            case EDGE_KIND_MANAGES -> "managed by the";
            case EDGE_KIND_GOVERNS -> "governed by the";
            case EDGE_KIND_UNSPECIFIED, UNRECOGNIZED -> "with the";
        };
    }

    /** {@code kubernetes.node} is "Kubernetes node": two families have a "node" and a "volume". */
    private static String thing(String kind) {
        if (kind.equals(Path.ANY)) {
            return "thing";
        }
        var words = kind.replaceAll("[._]", " ");
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    // The annotation it asks for is in a library that nothing else here needs.
    @SuppressWarnings("AnnotateFormatMethod")
    private void line(String format, Object... values) {
        wrap(values.length == 0 ? format : format.formatted(values));
    }

    /** A long line goes on below, set in further than it began. */
    private void wrap(String line) {
        var rest = line;
        var indent = " ".repeat(line.length() - line.stripLeading().length());
        while (rest.length() > WIDTH) {
            var cut = rest.lastIndexOf(' ', WIDTH);
            if (cut <= rest.length() - rest.stripLeading().length()) {
                break;
            }
            text.append(rest, 0, cut).append('\n');
            rest = indent + (indent.isEmpty() ? "" : "    ") + rest.substring(cut + 1);
        }
        text.append(rest).append('\n');
    }
}
