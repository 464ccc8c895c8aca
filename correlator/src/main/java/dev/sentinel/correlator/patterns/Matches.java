package dev.sentinel.correlator.patterns;

import dev.sentinel.proto.Kinds;
import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Reads {@code kinds} and {@code when}: a condition is compiled for each kind it is meant for. */
final class Matches {
    private final Compiling conditions;

    Matches(Compiling conditions) {
        this.conditions = conditions;
    }

    List<Match> read(Section section) {
        if (!section.has("kinds")) {
            section.missing("kinds");
        }
        var kinds = kinds(section);
        var when = section.text("when", 4 * Conditions.LONGEST);
        return when.map(text -> conditioned(section, kinds, text))
                .orElseGet(() -> kinds.stream()
                        .map(kind -> new Match(kind, Match.Condition.ALWAYS))
                        .toList());
    }

    private static List<String> kinds(Section section) {
        var kinds = new ArrayList<String>();
        var items = section.items("kinds");
        for (var item : items) {
            var kind = item.text();
            if (!kind.equals(Match.ANY) && Kinds.detail(kind).isEmpty()) {
                section.complain(
                        "kinds",
                        item,
                        "no event is of kind \"%s\"%s".formatted(kind, NearestWord.hint(kind, Kinds.all())));
            } else if (kinds.contains(kind)) {
                section.complain("kinds", item, "\"%s\" is here twice".formatted(kind));
            } else {
                kinds.add(kind);
            }
        }
        if (items.isEmpty() && section.has("kinds") && kinds.isEmpty()) {
            section.complain("kinds", "names no kind");
        }
        if (kinds.contains(Match.ANY) && kinds.size() > 1) {
            section.complain("kinds", "\"*\" is every kind; it stands alone");
        }
        return kinds;
    }

    private List<Match> conditioned(Section section, List<String> kinds, String text) {
        var matches = new ArrayList<Match>();
        // The same fault for several kinds is told once, with the kinds.
        var faults = new LinkedHashMap<String, Shared>();
        for (var kind : kinds) {
            switch (conditions.compile(kind, text)) {
                case Compiling.Compiled.Good good -> matches.add(new Match(kind, good.condition()));
                case Compiling.Compiled.Wrong wrong ->
                    wrong.faults()
                            .forEach(fault -> faults.computeIfAbsent(
                                            fault.line() + " " + fault.what(),
                                            each -> new Shared(fault, new ArrayList<>()))
                                    .kinds()
                                    .add(kind));
            }
        }
        for (var shared : faults.values()) {
            var where = shared.kinds().size() == kinds.size()
                    ? ""
                    : "for %s: ".formatted(String.join(", ", shared.kinds()));
            section.complainInside(
                    "when",
                    shared.fault().line(),
                    where + shared.fault().what() + shared.fault().hint());
        }
        return matches;
    }

    /** A fault and the kinds that have it, with the hint for the first of them. */
    private record Shared(Compiling.Fault fault, List<String> kinds) {}
}
