package dev.sentinel.collectors.logs;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads one file of signatures. */
final class SignatureFile {
    static final int LARGEST = 512 * 1024;
    private static final int DEEPEST = 10;

    private final String name;
    private final List<Signatures.Fault> faults = new ArrayList<>();

    SignatureFile(String name) {
        this.name = name;
    }

    List<Signatures.Fault> faults() {
        return List.copyOf(faults);
    }

    List<Signature> read(String text) {
        if (text.length() > LARGEST) {
            fault(0, "is larger than %d KiB; split it".formatted(LARGEST / 1024));
            return List.of();
        }
        try {
            return mapping(text).map(this::signatures).orElse(List.of());
        } catch (MarkedYamlEngineException syntax) {
            fault(Section.line(syntax.getProblemMark()), "not valid YAML: " + syntax.getProblem());
        } catch (YamlEngineException character) {
            fault(0, "not valid YAML: " + character.getMessage());
        }
        return List.of();
    }

    private List<Signature> signatures(MappingNode mapping) {
        Section root = new Section(name, faults, mapping);
        Set<String> programs = new LinkedHashSet<>(root.texts("programs"));
        List<Section> sections = root.sections("signatures");
        if (!root.has("signatures")) {
            root.complain("\"signatures\" is missing: the list of what to look for");
        }
        root.refuseOthers();
        List<Signature> signatures = new ArrayList<>();
        Set<String> ids = new LinkedHashSet<>();
        for (Section each : sections) {
            Optional<Signature> read = new SignatureReader(each, programs).read();
            read.filter(signature -> !ids.add(signature.id()))
                    .ifPresent(twin -> each.complain("id", "\"%s\" is here twice".formatted(twin.id())));
            read.ifPresent(signatures::add);
        }
        return signatures;
    }

    private Optional<MappingNode> mapping(String text) {
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
            fault(0, "must be keys and values, with a list \"signatures\"");
        }
        return mapping;
    }

    private void fault(int line, String what) {
        faults.add(new Signatures.Fault(name, line, what));
    }
}
