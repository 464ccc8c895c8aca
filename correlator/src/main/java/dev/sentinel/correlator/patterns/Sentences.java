package dev.sentinel.correlator.patterns;

import dev.sentinel.yaml.NearestWord;
import dev.sentinel.yaml.Parsed;
import dev.sentinel.yaml.Section;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Checks the sentences of a pattern: that their gaps exist, and that facts have the fields they name. */
final class Sentences {
    private Sentences() {}

    /** With kinds, {@code {fact.…}} is allowed and must fit each of them; without, it is refused. */
    static void check(Section section, String key, String text, Set<String> known, Collection<String> kinds) {
        switch (Template.parse(text)) {
            case Parsed.Wrong<Template> wrong -> section.complain(key, wrong.why());
            case Parsed.Good<Template> good ->
                good.value().gaps().forEach(gap -> check(section, key, known, kinds, gap));
        }
    }

    private static void check(Section section, String key, Set<String> known, Collection<String> kinds, String gap) {
        if (gap.startsWith(Template.FACT) && !kinds.isEmpty()) {
            kinds.stream()
                    .flatMap(kind -> FieldPath.fault(kind, gap.substring(Template.FACT.length())).stream())
                    .distinct()
                    .forEach(fault -> section.complain(key, "{%s}: %s".formatted(gap, fault)));
        } else if (!known.contains(gap)) {
            var words = new TreeSet<>(known);
            if (!kinds.isEmpty()) {
                words.add("fact.<field>");
            }
            section.complain(key, "nothing fills {%s}%s".formatted(gap, NearestWord.hint(gap, List.copyOf(words))));
        }
    }
}
