package dev.sentinel.correlator.trial;

import java.util.LinkedHashMap;
import java.util.List;
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
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns text into a tree, refusing what tests have no use for before it can do harm. */
final class TreeReader {
    private static final int LARGEST = 1 << 20;
    private static final int DEEPEST = 16;

    private final LoadSettings settings;
    private final Complaints complaints;

    TreeReader(String file, Complaints complaints) {
        this.complaints = complaints;
        this.settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                // Both allowed here so that they can be refused at their line.
                .setAllowNonScalarKeys(true)
                .setAllowDuplicateKeys(true)
                .build();
    }

    /** The text as keys and values; otherwise the complaint is made. */
    Optional<Tree.Fields> read(String text) {
        if (text.length() > LARGEST) {
            complaints.at(0, "is larger than %d KiB; split it".formatted(LARGEST / 1024));
            return Optional.empty();
        }
        try {
            // Composing recurses as deep as the text nests, so the flat event stream is looked through first.
            return refused(text) ? Optional.empty() : fields(text);
        } catch (MarkedYamlEngineException syntax) {
            complaints.at(line(syntax.getProblemMark()), "not valid YAML: " + syntax.getProblem());
        } catch (ReaderException character) {
            complaints.at(
                    0,
                    "the character U+%04X (number %d in the file) is not allowed in YAML; remove it"
                            .formatted(character.getCodePoint(), character.getPosition() + 1));
        }
        return Optional.empty();
    }

    private Optional<Tree.Fields> fields(String text) {
        var node = new Compose(settings).composeString(text);
        if (node.isPresent() && tree(node.get()) instanceof Tree.Fields fields) {
            return Optional.of(fields);
        }
        complaints.at(node.map(TreeReader::line).orElse(0), "the file must begin with \"tests:\"");
        return Optional.empty();
    }

    private boolean refused(String text) {
        int depth = 0;
        int documents = 0;
        for (var event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            documents += event instanceof DocumentStartEvent ? 1 : 0;
            var why = refusal(event, depth, documents);
            if (why.isPresent()) {
                complaints.at(line(event.getStartMark()), why.get());
                return true;
            }
        }
        return false;
    }

    private static Optional<String> refusal(Event event, int depth, int documents) {
        if (depth > DEEPEST) {
            return Optional.of("nested deeper than %d levels; no key lives there".formatted(DEEPEST));
        }
        if (documents > 1) {
            return Optional.of("a second document starts here (---); one file holds the tests of one pattern");
        }
        if (event instanceof AliasEvent
                || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
            return Optional.of("anchors and aliases (& and *) are not supported; write the value out");
        }
        return Optional.empty();
    }

    private Tree tree(Node node) {
        if (node instanceof ScalarNode scalar) {
            return new Tree.Text(line(node), scalar.getValue().strip());
        }
        if (node instanceof SequenceNode sequence) {
            return new Tree.Items(
                    line(node), sequence.getValue().stream().map(this::tree).toList());
        }
        return node instanceof MappingNode mapping ? fields(mapping) : new Tree.Items(line(node), List.of());
    }

    private Tree.Fields fields(MappingNode mapping) {
        var fields = new LinkedHashMap<String, Tree.Field>();
        for (var each : mapping.getValue()) {
            if (!(each.getKeyNode() instanceof ScalarNode key)) {
                complaints.at(line(each.getKeyNode()), "a key must be a plain word");
            } else if (fields.putIfAbsent(key.getValue(), new Tree.Field(line(key), tree(each.getValueNode())))
                    != null) {
                complaints.at(line(key), "the key \"%s\" is here twice".formatted(key.getValue()));
            }
        }
        return new Tree.Fields(line(mapping), fields);
    }

    private static int line(Node node) {
        return line(node.getStartMark());
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }
}
