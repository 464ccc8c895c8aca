package dev.sentinel.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of the file, read by asking it for keys. What is wrong becomes a problem and reading goes on; what was
 * asked for is what is known.
 */
public final class Section {
    public static final Duration LONGEST_SPAN = Duration.ofDays(30);

    private static final int MOST_ITEMS = 64;

    private final Problems problems;
    private final String prefix;
    private final Node node;
    private final SequencedMap<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    /** The place is where it is missing something: its own key, or its beginning. */
    public Section(Problems problems, String prefix, Node place, MappingNode mapping) {
        this.problems = problems;
        this.prefix = prefix;
        this.node = place;
        for (var entry : mapping.getValue()) {
            index(entry.getKeyNode(), entry.getValueNode());
        }
    }

    private void index(Node keyNode, Node value) {
        if (!(keyNode instanceof ScalarNode scalar)) {
            problems.at(keyNode, "a key must be a plain word");
            return;
        }
        var key = scalar.getValue();
        var first = keys.putIfAbsent(key, keyNode);
        if (first == null) {
            values.put(key, value);
        } else {
            problems.at(
                    keyNode,
                    "the key \"%s%s\" is here twice; the first is in line %d"
                            .formatted(prefix, key, Problems.line(first)));
        }
    }

    /** The place of a key, or of the section when the key is not there. */
    public Node place(String key) {
        return values.getOrDefault(key, node);
    }

    /** A fault of the section as a whole. */
    public void complain(String why) {
        problems.at(node, prefix.replaceFirst("\\.$", ": ") + why);
    }

    /** A fault of the key itself rather than of its value. */
    public void complainKey(String key, String why) {
        problems.at(keys.getOrDefault(key, node), prefix + key + ": " + why);
    }

    public void complain(String key, String why) {
        problems.at(place(key), prefix + key + ": " + why);
    }

    /** A fault inside a value of several lines; they count from 1. */
    public void complainInside(String key, int line, String why) {
        // The text of a block (| or >) begins in the line after its mark.
        var block = place(key) instanceof ScalarNode scalar
                && (scalar.getScalarStyle() == ScalarStyle.LITERAL || scalar.getScalarStyle() == ScalarStyle.FOLDED);
        problems.at(Problems.line(place(key)) + line - (block ? 0 : 1), prefix + key + ": " + why);
    }

    public void warn(String key, String why) {
        problems.warn(place(key), prefix + key + ": " + why);
    }

    public boolean has(String key) {
        asked.add(key);
        // A key without a value is left as null by YAML.
        return values.containsKey(key) && !Tag.NULL.equals(place(key).getTag());
    }

    /** The text of a key that may be left out. */
    public Optional<String> text(String key, int longest) {
        return has(key) ? scalar(key, place(key)).filter(text -> fits(key, text, longest)) : Optional.empty();
    }

    private boolean fits(String key, String text, int longest) {
        if (text.length() <= longest) {
            return true;
        }
        complain(key, "has %d characters; at most %d".formatted(text.length(), longest));
        return false;
    }

    /** The text of a key that must be there; empty, and told, when it is not. */
    public String need(String key, int longest) {
        if (!has(key)) {
            missing(key);
            return "";
        }
        return text(key, longest).orElse("");
    }

    public void missing(String key) {
        problems.at(node, "\"%s%s\" is missing".formatted(prefix, key));
    }

    private Optional<String> scalar(String key, Node value) {
        if (value instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue().strip());
        }
        problems.at(value, "%s%s: must be one value".formatted(prefix, key));
        return Optional.empty();
    }

    /** A value of any shape that text can have. */
    public <T> Optional<T> read(String key, Function<String, Parsed<T>> shape) {
        var text = text(key, 4096);
        return text.flatMap(given -> told(key, shape.apply(given)));
    }

    private <T> Optional<T> told(String key, Parsed<T> parsed) {
        if (parsed instanceof Parsed.Wrong<T> wrong) {
            complain(key, wrong.why());
        }
        return parsed.found();
    }

    /** More than nothing and at most {@link #LONGEST_SPAN}. */
    public Optional<Duration> span(String key) {
        var span = read(key, Spans::parse);
        if (span.filter(Duration::isZero).isPresent()) {
            complain(key, "must be more than nothing");
            return Optional.empty();
        }
        if (span.filter(given -> given.compareTo(LONGEST_SPAN) > 0).isPresent()) {
            complain(key, "must not be longer than 30d");
            return Optional.empty();
        }
        return span;
    }

    public boolean flag(String key) {
        return read(key, text -> switch (text) {
                    case "true" -> Parsed.good(true);
                    case "false" -> Parsed.good(false);
                    default ->
                        Parsed.<Boolean>wrong("\"%s\" is neither true nor false".formatted(Plain.clip(text, 40)));
                })
                .orElse(false);
    }

    public Optional<Integer> count(String key, int least, int most) {
        return read(
                key,
                text -> text.matches("\\d{1,6}") && Integer.parseInt(text) >= least && Integer.parseInt(text) <= most
                        ? Parsed.good(Integer.parseInt(text))
                        : Parsed.wrong("\"%s\" is not a whole number from %d to %d"
                                .formatted(Plain.clip(text, 40), least, most)));
    }

    public Optional<Double> number(String key, double least, double most) {
        return read(key, text -> {
            if (!text.matches("[+-]?\\d{1,6}(\\.\\d{1,6})?")
                    || Double.parseDouble(text) < least
                    || Double.parseDouble(text) > most) {
                return Parsed.wrong(
                        "\"%s\" is not a number from %s to %s".formatted(Plain.clip(text, 40), least, most));
            }
            return Parsed.good(Double.parseDouble(text));
        });
    }

    /** The items of a list of single values, each with its place. */
    public List<Item> items(String key) {
        var items = new ArrayList<Item>();
        for (var each : list(key)) {
            scalar(key, each).ifPresent(text -> items.add(new Item(text, each)));
        }
        return items;
    }

    public record Item(String text, Node at) {}

    public void complain(String key, Item item, String why) {
        problems.at(item.at(), prefix + key + ": " + why);
    }

    public void warn(String key, Item item, String why) {
        problems.warn(item.at(), prefix + key + ": " + why);
    }

    /** The mappings of a list. */
    public List<Section> sections(String key) {
        var sections = new ArrayList<Section>();
        for (var each : list(key)) {
            if (each instanceof MappingNode mapping) {
                sections.add(new Section(
                        problems, "%s%s[%d].".formatted(prefix, key, sections.size() + 1), mapping, mapping));
            } else {
                problems.at(each, "%s%s: each item is a mapping of keys and values".formatted(prefix, key));
            }
        }
        return sections;
    }

    private List<Node> list(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(place(key) instanceof SequenceNode sequence)) {
            complain(key, "must be a list, like [a, b]");
            return List.of();
        }
        var items = sequence.getValue();
        if (items.size() > MOST_ITEMS) {
            complain(key, "has %d items; at most %d".formatted(items.size(), MOST_ITEMS));
            return List.of();
        }
        return items;
    }

    /** The mapping below a key. */
    public Optional<Section> section(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (place(key) instanceof MappingNode mapping) {
            return Optional.of(new Section(problems, prefix + key + ".", keys.getOrDefault(key, mapping), mapping));
        }
        complain(key, "is a section; write its keys below it, indented");
        return Optional.empty();
    }

    /** Each key with the mapping below it, for keys that are names. */
    public void eachSection(String noun, BiConsumer<String, Section> use) {
        for (var key : keys.keySet()) {
            asked.add(key);
            if (place(key) instanceof MappingNode mapping) {
                use.accept(key, new Section(problems, prefix + key + ".", keys.getOrDefault(key, mapping), mapping));
            } else {
                complain(key, "is a %s; write its keys below it, indented".formatted(noun));
            }
        }
    }

    /** To be called when every key that is known was asked for. */
    public void refuseOthers() {
        keys.forEach((key, at) -> {
            if (!asked.contains(key)) {
                problems.at(at, "the key \"%s%s\" is not known%s".formatted(prefix, key, NearestWord.hint(key, asked)));
            }
        });
    }
}
