package dev.sentinel.app.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read by asking it for keys. A bad value becomes a problem and the fallback stands in for
 * it, so that one reading finds everything; what was asked for is what is known.
 */
final class Section {
    static final String NOTHING = "none";

    private final Document document;
    private final String prefix;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();
    private final Optional<MappingNode> mapping;

    Section(Document document, String prefix, Optional<MappingNode> mapping) {
        this.document = document;
        this.prefix = prefix;
        this.mapping = mapping;
        mapping.ifPresent(this::index);
    }

    private void index(MappingNode mapping) {
        for (var entry : mapping.getValue()) {
            var keyNode = entry.getKeyNode();
            if (!(keyNode instanceof ScalarNode scalar)) {
                document.problem(keyNode, "a key must be a plain word");
            } else if (values.putIfAbsent(scalar.getValue(), entry.getValueNode()) != null) {
                document.problem(
                        keyNode,
                        "the key \"%s%s\" is here twice; the first is in line %d"
                                .formatted(prefix, scalar.getValue(), lineOf(keys.get(scalar.getValue()))));
            } else {
                keys.put(scalar.getValue(), keyNode);
            }
        }
    }

    private static int lineOf(@Nullable Node node) {
        return Optional.ofNullable(node)
                .flatMap(Node::getStartMark)
                .map(mark -> mark.getLine() + 1)
                .orElse(0);
    }

    /** The value of a key, or the fallback when the file leaves it out. */
    <T> T get(String key, Shape<T> shape, T fallback) {
        return find(key, shape, shape.write(fallback)).orElse(fallback);
    }

    /** The value of a key that may be left out altogether. */
    <T> Optional<T> find(String key, Shape<T> shape) {
        return find(key, shape, NOTHING);
    }

    private <T> Optional<T> find(String key, Shape<T> shape, String shownWhenAbsent) {
        asked.add(key);
        var node = Optional.ofNullable(values.get(key));
        var value = node.flatMap(given -> value(key, given, shape));
        document.setting(prefix + key, value.map(shape::write).orElse(shownWhenAbsent), node);
        return value;
    }

    private <T> Optional<T> value(String key, Node node, Shape<T> shape) {
        return switch (shape.read(node)) {
            case Parsed.Good<T> good -> Optional.of(good.value());
            case Parsed.Wrong<T> wrong -> {
                wrong.faults()
                        .forEach(fault -> document.problem(
                                fault.at().orElse(node), "%s%s: %s".formatted(prefix, key, fault.why())));
                yield Optional.empty();
            }
        };
    }

    /** Reads a section below this one; an empty or missing one reads as all defaults. */
    <T> T section(String key, Function<Section, T> read) {
        asked.add(key);
        var below = new Section(document, prefix + key + ".", mapping(key));
        var value = read.apply(below);
        below.refuseUnknownKeys();
        return value;
    }

    private Optional<MappingNode> mapping(String key) {
        var node = Optional.ofNullable(values.get(key));
        // A section whose keys are all commented out is left as null by YAML.
        var present = node.filter(given -> !Tag.NULL.equals(given.getTag()));
        present.filter(given -> !(given instanceof MappingNode))
                .ifPresent(given -> document.problem(
                        given, "%s%s: is a section; write its keys below it, indented".formatted(prefix, key)));
        return present.filter(MappingNode.class::isInstance).map(MappingNode.class::cast);
    }

    /** Reads sections that stand in a list below this one; a single one need not be written as a list. */
    <T> List<T> sections(String key, int most, Function<Section, T> read) {
        asked.add(key);
        var node = Optional.ofNullable(values.get(key));
        var elements = node.map(given -> given instanceof SequenceNode list ? list.getValue() : List.of(given))
                .orElse(List.of());
        if (elements.size() > most) {
            complain(key, "holds %d entries; at most %d make sense".formatted(elements.size(), most));
            return List.of();
        }
        document.setting(prefix + key, elements.isEmpty() ? NOTHING : elements.size() + " listed", node);
        var values = new ArrayList<T>();
        for (int i = 0; i < elements.size(); i++) {
            var name = "%s%s[%d]".formatted(prefix, key, i + 1);
            if (elements.get(i) instanceof MappingNode mapping) {
                var below = new Section(document, name + ".", Optional.of(mapping));
                values.add(read.apply(below));
                below.refuseUnknownKeys();
            } else {
                document.problem(elements.get(i), name + ": is a section; write its keys, as in \"- url: ...\"");
            }
        }
        return values;
    }

    /** Reports a key that cannot be left out. */
    void demand(String key, String why) {
        if (!has(key)) {
            mapping.ifPresent(here -> document.problem(here, "%s%s is missing: %s".formatted(prefix, key, why)));
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    /** Reports a fault that only shows when several keys are seen together, at the key to change. */
    void complain(String key, String why) {
        Optional.ofNullable(keys.get(key))
                .ifPresent(node -> document.problem(node, "%s%s: %s".formatted(prefix, key, why)));
    }

    void refuseUnknownKeys() {
        keys.forEach((key, node) -> {
            if (!asked.contains(key)) {
                document.unknown(node, prefix, key, new ArrayList<>(asked));
            }
        });
    }
}
