package dev.sentinel.app.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** One configuration being read: the problems and effective settings its sections come upon. */
final class Document {
    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Setting> settings = new ArrayList<>();
    private final List<UnknownKey> unknownKeys = new ArrayList<>();

    /** A key nobody asked for; judged at the end, when all real keys are known. */
    private record UnknownKey(Node at, String section, String key, List<String> neighbours) {}

    Document(String name) {
        this.name = name;
    }

    Section root(Optional<MappingNode> mapping) {
        return new Section(this, "", mapping);
    }

    void problem(Node at, String what) {
        var mark = at.getStartMark();
        problems.add(new Problem(
                name,
                mark.map(Mark::getLine).orElse(-1) + 1,
                mark.map(Mark::getColumn).orElse(-1) + 1,
                what));
    }

    void setting(String key, String value, Optional<Node> at) {
        var from = at.flatMap(Node::getStartMark)
                .map(mark -> name + ":" + (mark.getLine() + 1))
                .orElse(Setting.BY_DEFAULT);
        settings.add(new Setting(key, value, from));
    }

    void unknown(Node at, String section, String key, List<String> neighbours) {
        unknownKeys.add(new UnknownKey(at, section, key, neighbours));
    }

    Loaded finish(SentinelConfig config) {
        unknownKeys.forEach(unknown -> problem(
                unknown.at(), "unknown key \"%s%s\"%s".formatted(unknown.section(), unknown.key(), hint(unknown))));
        return problems.isEmpty()
                ? new Loaded.Valid(config, settings)
                : new Loaded.Invalid(problems.stream().sorted().toList());
    }

    private String hint(UnknownKey unknown) {
        return NearestWord.to(unknown.key(), unknown.neighbours())
                .map(near -> unknown.section() + near)
                .or(() -> elsewhere(unknown.key()))
                .map("; did you mean \"%s\"?"::formatted)
                .orElseGet(() -> "; known here: " + String.join(", ", unknown.neighbours()));
    }

    /** A right word in the wrong section is the other common slip. */
    private Optional<String> elsewhere(String key) {
        return settings.stream()
                .map(Setting::key)
                .filter(known -> known.equals(key) || known.endsWith("." + key))
                // Of several the one nearest to the root; among equals the first.
                .min(Comparator.comparingLong(
                        known -> known.chars().filter(c -> c == '.').count()));
    }
}
