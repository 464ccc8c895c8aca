package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.v1.Alternative;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import dev.sentinel.yaml.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads runbooks from YAML, the language of docs/runbooks.md. */
public final class RunbookReader {
    static final String NAME = "[a-z][a-z0-9-]{0,62}";
    private static final String VERSION = "[0-9A-Za-z][0-9A-Za-z.-]{0,31}";
    private static final String KIND = "\\*|[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*){1,5}";
    private static final YamlText.Form FORM = new YamlText.Form("runbook", "runbook: quarantine-node");

    private final Vocabulary vocabulary;
    private final Conditions conditions = new Conditions();

    public RunbookReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** Reads one file; says everything that is wrong with it at once. */
    public Reading read(String fileName, String text) {
        var problems = new Problems(fileName);
        var runbook = new YamlText(fileName, FORM, problems).read(text).flatMap(mapping -> runbook(mapping, problems));
        return problems.none() && runbook.isPresent()
                ? new Reading.Good(runbook.get())
                : new Reading.Bad(problems.problems());
    }

    private Optional<Runbook> runbook(MappingNode mapping, Problems problems) {
        var top = new Section(problems, "", mapping, mapping);
        var name = named(top, "runbook");
        var version = top.need("version", 32);
        if (!version.isEmpty() && !version.matches(VERSION)) {
            top.complain("version", "\"%s\" is not a version; write one like \"1\"".formatted(version));
        }
        var title = wording(top, "title", 200, Wording.OF_A_RUNBOOK);
        var summary = top.need("summary", 2000);
        var answers = top.section("answers");
        if (answers.isEmpty()) {
            top.missing("answers");
        }
        var patterns =
                answers.map(each -> words(each, "patterns", "\\*|" + NAME)).orElse(List.of());
        var pivots = answers.map(each -> words(each, "pivots", KIND)).orElse(List.of());
        answers.ifPresent(Section::refuseOthers);
        var steps = new StepReader(vocabulary, conditions, pivots).read(top);
        var alternatives = alternatives(top);
        var loss = top.text("loss", 2000).orElse("");
        if (loss.isEmpty() && steps.stream().anyMatch(RunbookReader::destroys)) {
            top.complain("a step is destructive, so \"loss\" has to say what may be lost");
        }
        top.refuseOthers();
        if (!problems.none()) {
            return Optional.empty();
        }
        return Optional.of(new Runbook(name, version, title, summary, patterns, pivots, steps, alternatives, loss));
    }

    private static boolean destroys(Step step) {
        return step.action().tier() == RiskTier.RISK_TIER_DESTRUCTIVE;
    }

    static String named(Section section, String key) {
        var text = section.need(key, 64);
        if (!text.isEmpty() && !text.matches(NAME)) {
            section.complain(
                    key,
                    "\"%s\" is not a name; use lower-case letters, digits and -, beginning with a letter"
                            .formatted(text));
        }
        return text;
    }

    static Wording wording(Section section, String key, int longest, List<String> gaps) {
        section.need(key, longest);
        return section.read(key, text -> Wording.parse(text, gaps)).orElse(new Wording(""));
    }

    private static List<String> words(Section section, String key, String shape) {
        var words = new ArrayList<String>();
        if (!section.has(key)) {
            section.missing(key);
        } else if (section.items(key).isEmpty()) {
            section.complain(key, "must not be empty; [\"*\"] is all");
        }
        for (var item : section.items(key)) {
            if (!item.text().matches(shape)) {
                section.complain(key, item, "\"%s\" is no such name; \"*\" is all".formatted(item.text()));
            } else {
                words.add(item.text());
            }
        }
        return words;
    }

    private List<Alternative> alternatives(Section top) {
        var alternatives = new ArrayList<Alternative>();
        for (var section : top.sections("considered")) {
            var action = section.need("action", 128);
            if (!action.isEmpty()
                    && !action.matches(NAME)
                    && vocabulary.action(action).isEmpty()) {
                section.complain(
                        "action",
                        "\"%s\" is neither an action nor the name of a runbook%s"
                                .formatted(action, NearestWord.hint(action, vocabulary.actions())));
            }
            alternatives.add(Alternative.newBuilder()
                    .setAction(action)
                    .setSentence(section.text("say", 500).orElse(""))
                    .setRefusedBecause(section.need("because", 500))
                    .build());
            section.refuseOthers();
        }
        return alternatives;
    }
}
