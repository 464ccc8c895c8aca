package dev.sentinel.collectors.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.rules.Fault;
import dev.sentinel.collectors.rules.RuleFile;
import dev.sentinel.collectors.rules.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** The mappings in use, in the order of the files; the first that is for a body is taken. */
public final class Mappings {
    private static final int MOST = 500;

    private final List<Mapping> all;

    private Mappings(List<Mapping> all) {
        this.all = List.copyOf(all);
    }

    /** Everything that is wrong with some files, or the mappings in them. */
    public sealed interface Loaded {
        record Good(Mappings mappings) implements Loaded {}

        record Bad(List<Fault> faults) implements Loaded {}
    }

    /** Where nobody wrote any. */
    public static Mappings none() {
        return new Mappings(List.of());
    }

    /** Reads files given by name and text, holds each mapping against its own examples, and tells all faults at once. */
    public static Loaded load(SequencedMap<String, String> files) {
        List<Fault> faults = new ArrayList<>();
        Map<String, String> homes = new LinkedHashMap<>();
        List<Mapping> all = new ArrayList<>();
        files.forEach((name, text) -> {
            RuleFile file = new RuleFile(name);
            file.read(text, "mappings").ifPresent(root -> {
                for (Section each : sections(root)) {
                    new MappingReader(each).read().ifPresent(mapping -> {
                        Optional.ofNullable(homes.putIfAbsent(mapping.id(), name))
                                .ifPresent(other -> each.complain(
                                        "id", "\"%s\" is taken by a mapping in %s".formatted(mapping.id(), other)));
                        all.add(mapping);
                    });
                }
            });
            faults.addAll(file.faults());
        });
        if (all.size() > MOST) {
            faults.add(new Fault("mappings", 0, "%d mappings; at most %d".formatted(all.size(), MOST)));
        }
        return faults.isEmpty() ? new Loaded.Good(new Mappings(all)) : new Loaded.Bad(List.copyOf(faults));
    }

    private static List<Section> sections(Section root) {
        List<Section> sections = root.sections("mappings");
        if (!root.has("mappings")) {
            root.complain("\"mappings\" is missing: the list of how bodies become events");
        }
        root.refuseOthers();
        return sections;
    }

    Optional<Mapping> of(JsonNode body) {
        return all.stream().filter(each -> each.isFor(body)).findFirst();
    }

    /** The ids, in the order of the files. */
    public List<String> ids() {
        return all.stream().map(Mapping::id).toList();
    }
}
