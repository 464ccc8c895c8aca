package dev.sentinel.yaml;

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
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Turns text into YAML nodes, refusing what such a file has no use for before it can do harm. */
public final class YamlText {
    public static final int LARGEST = 256 * 1024;
    private static final int DEEPEST = 12;

    private final LoadSettings settings;
    private final Problems problems;
    private final Form form;

    /**
     * What a file is called when it is spoken of: "pattern", how one begins: "pattern: new-node", and how many characters it may
     * have.
     */
    public record Form(String noun, String beginning, int largest) {
        public Form(String noun, String beginning) {
            this(noun, beginning, LARGEST);
        }
    }

    public YamlText(String name, Form form, Problems problems) {
        this.problems = problems;
        this.form = form;
        this.settings = LoadSettings.builder()
                .setLabel(name)
                .setUseMarks(true)
                // Both allowed here so that the section can refuse them at their line.
                .setAllowNonScalarKeys(true)
                .setAllowDuplicateKeys(true)
                .build();
    }

    /** The text as one mapping; otherwise the problem is told. */
    public Optional<MappingNode> read(String text) {
        if (text.length() > form.largest()) {
            problems.at(0, "is larger than %d KiB; no %s is".formatted(form.largest() / 1024, form.noun()));
            return Optional.empty();
        }
        try {
            // Composing recurses as deep as the text nests, so the flat event stream is looked through first.
            return refused(text) ? Optional.empty() : mapping(text);
        } catch (MarkedYamlEngineException syntax) {
            problems.at(Problems.line(syntax.getProblemMark()), explain(syntax, text));
        } catch (ReaderException character) {
            problems.at(
                    line(text, character.getPosition()),
                    "the character U+%04X is not allowed in YAML; remove it".formatted(character.getCodePoint()));
        }
        return Optional.empty();
    }

    /** What readable YAML says, without comments and without the way it is written. */
    public static String canonical(String text) {
        var content = new StringBuilder();
        for (var event : new Parse(LoadSettings.builder().build()).parseString(text)) {
            if (event instanceof ScalarEvent scalar) {
                // The length keeps two values from reading like one.
                content.append(scalar.getValue().length()).append(':').append(scalar.getValue());
            } else {
                content.append(event.getEventId()).append(' ');
            }
        }
        return content.toString();
    }

    private static int line(String text, int position) {
        return 1 + (int) text.chars().limit(position).filter(c -> c == '\n').count();
    }

    private Optional<MappingNode> mapping(String text) {
        var node = new Compose(settings).composeString(text);
        var mapping = node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
        if (mapping.isEmpty()) {
            problems.at(
                    node.map(Problems::line).orElse(0),
                    "the file must be keys and values, like \"%s\"".formatted(form.beginning()));
        }
        return mapping;
    }

    private boolean refused(String text) {
        int depth = 0;
        int documents = 0;
        for (var event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            var why = refusal(event, depth, documents);
            if (why.isPresent()) {
                problems.at(Problems.line(event.getStartMark()), why.get());
                return true;
            }
        }
        return false;
    }

    private Optional<String> refusal(Event event, int depth, int documents) {
        if (depth > DEEPEST) {
            return Optional.of("nested deeper than %d levels; no key lives there".formatted(DEEPEST));
        }
        if (documents > 1) {
            return Optional.of("a second document starts here (---); one file holds one %s".formatted(form.noun()));
        }
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            return Optional.of(
                    "anchors and aliases (& and *) are not supported; write the value out, and put a * of its"
                            + " own in quotes");
        }
        if (tagged(event)) {
            return Optional.of("tags (!) are not supported; remove it, or put the value in quotes");
        }
        return Optional.empty();
    }

    private static boolean tagged(Event event) {
        return event instanceof ScalarEvent scalar
                ? scalar.getTag().isPresent()
                : event instanceof CollectionStartEvent collection
                        && collection.getTag().isPresent();
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
}
