package dev.sentinel.app.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns text into YAML nodes, refusing what a configuration file has no use for before it can do harm. */
final class YamlText {
    private static final int DEEPEST = 20;

    private final String name;
    private final LoadSettings settings;

    /** The text as one mapping; absent when there is nothing but comments. */
    sealed interface Outcome {
        record Mapping(Optional<MappingNode> node) implements Outcome {}

        record Unreadable(Problem problem) implements Outcome {}
    }

    YamlText(String name) {
        this.name = name;
        this.settings = LoadSettings.builder()
                .setLabel(name)
                .setUseMarks(true)
                // Allowed here so that the section can refuse it at its line; the library's refusal has none.
                .setAllowNonScalarKeys(true)
                .build();
    }

    Outcome read(String text) {
        try {
            // Composing recurses as deep as the text nests, so the flat event stream is looked through first.
            var refused = refusal(text);
            return refused.isPresent() ? new Outcome.Unreadable(refused.get()) : mapping(text);
        } catch (MarkedYamlEngineException syntax) {
            return new Outcome.Unreadable(at(syntax.getProblemMark(), explain(syntax, text)));
        } catch (ReaderException character) {
            return new Outcome.Unreadable(Problem.ofFile(
                    name,
                    "the character U+%04X (number %d in the file) is not allowed in YAML; remove it"
                            .formatted(character.getCodePoint(), character.getPosition() + 1)));
        }
    }

    private Outcome mapping(String text) {
        var node = new Compose(settings).composeString(text);
        if (node.isEmpty() || node.get() instanceof MappingNode) {
            return new Outcome.Mapping(node.map(MappingNode.class::cast));
        }
        return new Outcome.Unreadable(
                at(node.flatMap(Node::getStartMark), "the file must be keys and values, like \"cluster: prod\""));
    }

    private Optional<Problem> refusal(String text) {
        int depth = 0;
        int documents = 0;
        for (var event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            var refused = refusal(event, depth, documents);
            if (refused.isPresent()) {
                return refused.map(why -> at(event.getStartMark(), why));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refusal(Event event, int depth, int documents) {
        if (depth > DEEPEST) {
            return Optional.of("nested deeper than %d levels; no key lives there".formatted(DEEPEST));
        }
        if (documents > 1) {
            return Optional.of("a second document starts here (---); one file holds one configuration");
        }
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            return Optional.of("anchors and aliases (& and *) are not supported; write the value out");
        }
        return Optional.empty();
    }

    private static String explain(MarkedYamlEngineException syntax, String text) {
        var atTab = syntax.getProblemMark()
                .filter(mark -> mark.getIndex() < text.length() && text.charAt(mark.getIndex()) == '\t')
                .isPresent();
        if (atTab) {
            return "a tab stands here; YAML is indented with spaces only";
        }
        var context = syntax.getContext() == null ? "" : " (" + syntax.getContext() + ")";
        return "not valid YAML: " + syntax.getProblem() + context;
    }

    private Problem at(Optional<Mark> mark, String what) {
        return new Problem(
                name,
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                what);
    }
}
