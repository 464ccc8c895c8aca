package dev.sentinel.collectors.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** One mapping of a file, read by asking it for keys; what is wrong becomes a fault and reading goes on. */
public final class Section {
    private static final int MOST_FAULTS = 100;

    private final String file;
    private final List<Fault> faults;
    private final Node node;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> asked = new LinkedHashSet<>();

    Section(String file, List<Fault> faults, MappingNode mapping) {
        this.file = file;
        this.faults = faults;
        this.node = mapping;
        mapping.getValue().forEach(entry -> {
            if (entry.getKeyNode() instanceof ScalarNode key) {
                keys.put(key.getValue(), key);
                values.put(key.getValue(), entry.getValueNode());
            } else {
                complain(entry.getKeyNode(), "a key must be a plain word");
            }
        });
    }

    private void complain(Node at, String what) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(file, line(at.getStartMark()), what));
        }
    }

    public void complain(String key, String what) {
        complain(values.getOrDefault(key, node), key + ": " + what);
    }

    /** A fault of the mapping as a whole. */
    public void complain(String what) {
        complain(node, what);
    }

    static int line(Optional<Mark> mark) {
        return mark.map(Mark::getLine).orElse(-1) + 1;
    }

    public Set<String> keys() {
        return keys.keySet();
    }

    public boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    public Optional<String> text(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (values.get(key) instanceof ScalarNode scalar) {
            return Optional.of(scalar.getValue());
        }
        complain(key, "must be one value");
        return Optional.empty();
    }

    public String need(String key) {
        if (!has(key)) {
            complain("\"%s\" is missing".formatted(key));
        }
        return text(key).orElse("");
    }

    /** A value, or several in a list. */
    public List<String> texts(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (values.get(key) instanceof SequenceNode list) {
            List<String> texts = new ArrayList<>();
            for (Node each : list.getValue()) {
                if (each instanceof ScalarNode scalar) {
                    texts.add(scalar.getValue());
                } else {
                    complain(each, key + ": each item must be one value");
                }
            }
            return texts;
        }
        return text(key).map(List::of).orElse(List.of());
    }

    public boolean isSection(String key) {
        return values.get(key) instanceof MappingNode;
    }

    public Optional<Section> section(String key) {
        if (!has(key)) {
            return Optional.empty();
        }
        if (values.get(key) instanceof MappingNode mapping) {
            return Optional.of(new Section(file, faults, mapping));
        }
        complain(key, "is a section; write its keys below it, indented");
        return Optional.empty();
    }

    public List<Section> sections(String key) {
        if (!has(key)) {
            return List.of();
        }
        List<Section> sections = new ArrayList<>();
        if (values.get(key) instanceof SequenceNode list) {
            for (Node each : list.getValue()) {
                if (each instanceof MappingNode mapping) {
                    sections.add(new Section(file, faults, mapping));
                } else {
                    complain(each, key + ": each item is a mapping of keys and values");
                }
            }
        } else {
            complain(key, "must be a list");
        }
        return sections;
    }

    /** To be called when every key that is known was asked for. */
    public void refuseOthers() {
        keys.forEach((key, at) -> {
            if (!asked.contains(key)) {
                complain(at, "the key \"%s\" is not known%s".formatted(key, NearestWord.hint(key, asked)));
            }
        });
    }
}
