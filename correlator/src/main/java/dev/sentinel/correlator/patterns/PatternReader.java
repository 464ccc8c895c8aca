package dev.sentinel.correlator.patterns;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.v1.Severity;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.YamlText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads patterns from YAML, the language of docs/patterns.md. */
public final class PatternReader {
    static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String VERSION = "[0-9A-Za-z][0-9A-Za-z.-]{0,31}";
    private static final Duration QUIET = Duration.ofMinutes(30);
    private static final Duration REOPEN = Duration.ofHours(12);
    private static final double EVEN_CHANCE = 0.5;
    private static final String PREFIX = "SEVERITY_";

    private final Compiling conditions;
    private final ThingKinds things = new ThingKinds();

    /** Checks everything. Making one takes a second: it prepares the schema for CEL. */
    private static final YamlText.Form FORM = new YamlText.Form("pattern", "pattern: new-node");

    public PatternReader() {
        this(new Conditions());
    }

    private PatternReader(Compiling conditions) {
        this.conditions = conditions;
    }

    /** For patterns that have been checked before: their conditions are compiled when the first event asks them. */
    public static PatternReader ofChecked() {
        return new PatternReader(Compiling.late());
    }

    /** Reads one file; says everything that is wrong with it at once. */
    public Reading read(String fileName, String text) {
        var problems = new Problems(fileName);
        var pattern = new YamlText(fileName, FORM, problems).read(text).flatMap(mapping -> pattern(mapping, problems));
        return problems.none() && pattern.isPresent()
                ? new Reading.Good(pattern.get(), problems.warnings())
                : new Reading.Bad(problems.problems());
    }

    private Optional<Pattern> pattern(MappingNode mapping, Problems problems) {
        var top = new Section(problems, "", mapping, mapping);
        var name = named(top, "pattern", NAME, "lower-case letters, digits and -, beginning with a letter");
        var version = named(top, "version", VERSION, "letters, digits, dots and -");
        var title = sentence(top, "title", 200);
        var summary = sentence(top, "summary", 1000);
        var pivot = pivot(top);
        var window = top.span("window");
        if (!top.has("window")) {
            top.missing("window");
        }
        var longest = window.orElse(Section.LONGEST_SPAN);
        var clauses = new ClauseReader(top, new Matches(conditions), new Ways(things, pivot), longest).read();
        var formulas = new Formulas(top, clauses);
        var open = formulas.need("open");
        var suspect = top.has("suspect") ? formulas.need("suspect") : open;
        var severities = severities(top, formulas);
        var belief = belief(top, formulas);
        var resolution = resolution(top);
        var folds = folds(top, longest);
        var explains = explains(top, name);
        var answers = answers(top);
        var fallback = top.flag("fallback");
        top.refuseOthers();
        if (!problems.none()) {
            return Optional.empty();
        }
        return Optional.of(new Pattern(
                name,
                version,
                title,
                summary,
                pivot,
                fallback,
                window.orElseThrow(),
                clauses,
                suspect,
                open,
                severities,
                belief,
                resolution,
                folds,
                explains,
                answers));
    }

    private static String named(Section section, String key, String shape, String said) {
        var text = section.need(key, 64);
        if (!text.isEmpty() && !text.matches(shape)) {
            section.complain(key, "\"%s\" is not a name; use %s".formatted(text, said));
        }
        return text;
    }

    private static String sentence(Section section, String key, int longest) {
        var text = section.need(key, longest);
        Sentences.check(section, key, text, Template.OF_AN_INCIDENT, List.of());
        return text;
    }

    private String pivot(Section top) {
        var pivot = top.need("pivot", 128);
        if (!pivot.isEmpty() && !pivot.matches(PathText.THING)) {
            top.complain(
                    "pivot", "\"%s\" is not a kind of thing; write one like kubernetes.node, or *".formatted(pivot));
            // Every path would be told to end at it.
            return Path.ANY;
        } else if (!pivot.isEmpty()) {
            things.doubt(pivot).ifPresent(doubt -> top.warn("pivot", doubt));
        }
        return pivot.isEmpty() ? Path.ANY : pivot;
    }

    private static List<Pattern.SeverityRule> severities(Section top, Formulas formulas) {
        var rules = new ArrayList<Pattern.SeverityRule>();
        var sections = top.sections("severity");
        if (!top.has("severity")) {
            top.missing("severity");
        } else if (sections.isEmpty()) {
            top.complain("severity", "names no severity; the last one has no condition, like [{is: error}]");
        }
        for (var section : sections) {
            var when = formulas.optional(section, "when");
            var last = section == sections.getLast();
            if (section.has("when") && last) {
                section.complain("when", "the last severity has no condition, so that there always is one");
            } else if (!section.has("when") && !last) {
                section.complain(
                        "is",
                        "has no condition, so nothing after it is ever reached; add \"when\" or move it to the end");
            }
            var severity = severity(section);
            severity.ifPresent(is -> rules.add(new Pattern.SeverityRule(is, when.orElse(new Formula.Always()))));
            section.refuseOthers();
        }
        return rules;
    }

    private static Optional<Severity> severity(Section section) {
        var word = section.need("is", 32);
        var words = List.of("info", "warning", "error", "critical");
        if (words.contains(word)) {
            return Optional.of(Severity.valueOf(PREFIX + word.toUpperCase(Locale.ROOT)));
        }
        if (!word.isEmpty()) {
            section.complain("is", "\"%s\" is not a severity%s".formatted(word, NearestWord.hint(word, words)));
        }
        return Optional.empty();
    }

    private static Pattern.Belief belief(Section top, Formulas formulas) {
        var section = top.section("confidence");
        if (section.isEmpty()) {
            return new Pattern.Belief(EVEN_CHANCE, List.of());
        }
        var confidence = section.get();
        var start = confidence.number("start", 0, 1).orElse(EVEN_CHANCE);
        var weights = new ArrayList<Pattern.Weight>();
        for (var each : confidence.sections("weights")) {
            var when = formulas.need(each, "when");
            var by = each.number("by", -1, 1);
            if (!each.has("by")) {
                each.missing("by");
            }
            weights.add(new Pattern.Weight(when, by.orElse(0.0), each.need("because", 300)));
            each.refuseOthers();
        }
        confidence.refuseOthers();
        return new Pattern.Belief(start, weights);
    }

    private static Pattern.Resolution resolution(Section top) {
        var section = top.section("resolve");
        var quiet = section.flatMap(resolve -> resolve.span("quiet")).orElse(QUIET);
        var reopen = section.flatMap(resolve -> resolve.span("reopen")).orElse(REOPEN);
        section.ifPresent(Section::refuseOthers);
        return new Pattern.Resolution(quiet, reopen);
    }

    private List<Pattern.Fold> folds(Section top, Duration window) {
        var folds = new ArrayList<Pattern.Fold>();
        for (var section : top.sections("fold")) {
            var matches = new Matches(conditions).read(section);
            if (!section.has("within")) {
                section.missing("within");
            }
            folds.add(new Pattern.Fold(matches, section.span("within").orElse(window), section.need("why", 300)));
            section.refuseOthers();
        }
        return folds;
    }

    private static List<String> explains(Section top, String name) {
        var seen = new ArrayList<String>();
        for (var item : top.items("explains")) {
            if (item.text().equals(name)) {
                top.complain("explains", item, "a pattern cannot explain itself");
            } else if (!item.text().matches(NAME)) {
                top.complain("explains", item, "\"%s\" is not the name of a pattern".formatted(item.text()));
            } else if (seen.contains(item.text())) {
                top.complain("explains", item, "\"%s\" is here twice".formatted(item.text()));
            } else {
                seen.add(item.text());
            }
        }
        return seen;
    }

    private static List<Pattern.Answer> answers(Section top) {
        var answers = new ArrayList<Pattern.Answer>();
        for (var section : top.sections("runbooks")) {
            var name = named(section, "name", NAME, "lower-case letters, digits and -, beginning with a letter");
            answers.add(new Pattern.Answer(name, section.need("why", 300)));
            section.refuseOthers();
        }
        return answers;
    }
}
