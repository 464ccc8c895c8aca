package dev.sentinel.collectors.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** One YAML file that people write, by its name and text. */
public final class RuleFile {
    /** In characters. */
    public static final int LARGEST = 512 * 1024;

    private static final int DEEPEST = 10;

    private final String name;
    private final List<Fault> faults = new ArrayList<>();

    public RuleFile(String name) {
        this.name = name;
    }

    /** What is wrong with it, as far as it was read. */
    public List<Fault> faults() {
        return List.copyOf(faults);
    }

    /**
     * The outermost mapping; empty when the text is none.
     *
     * @param list the key that such a file has
     */
    public Optional<Section> read(String text, String list) {
        if (text.length() > LARGEST) {
            fault(0, "is larger than %d KiB; split it".formatted(LARGEST / 1024));
            return Optional.empty();
        }
        try {
            return mapping(text, list).map(mapping -> new Section(name, faults, mapping));
        } catch (MarkedYamlEngineException syntax) {
            fault(Section.line(syntax.getProblemMark()), "not valid YAML: " + syntax.getProblem());
        } catch (YamlEngineException character) {
            fault(0, "not valid YAML: " + character.getMessage());
        }
        return Optional.empty();
    }

    private Optional<MappingNode> mapping(String text, String list) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setUseMarks(true)
                .setAllowNonScalarKeys(true)
                .build();
        // Composing recurses as deep as the text nests, so the flat event stream is looked through first.
        int depth = 0;
        for (var event : new Parse(settings).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            if (depth > DEEPEST || event instanceof AliasEvent) {
                fault(
                        Section.line(event.getStartMark()),
                        depth > DEEPEST
                                ? "nested deeper than %d levels; no key lives there".formatted(DEEPEST)
                                : "aliases (*) are not supported; write the value out, or put it in quotes");
                return Optional.empty();
            }
        }
        var node = new Compose(settings).composeString(text);
        var mapping = node.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
        if (mapping.isEmpty()) {
            fault(0, "must be keys and values, with a list \"%s\"".formatted(list));
        }
        return mapping;
    }

    private void fault(int line, String what) {
        faults.add(new Fault(name, line, what));
    }
}
