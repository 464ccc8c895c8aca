package dev.sentinel.correlator.trial;

import dev.sentinel.v1.Incident;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Tells two outcomes apart in a sentence. */
final class Difference {
    private static final int LONGEST = 300;

    private Difference() {}

    static String between(SortedMap<String, Incident> one, SortedMap<String, Incident> other) {
        for (var entry : one.entrySet()) {
            var incident = entry.getValue();
            var there = other.get(entry.getKey());
            if (there == null) {
                return "%s about %s did not come".formatted(incident.getPattern(), Refs.write(incident.getPivot()));
            }
            if (!there.equals(incident)) {
                return fields(incident, there);
            }
        }
        return other.values().stream()
                .filter(incident -> !one.containsKey(incident.getId()))
                .map(incident ->
                        "%s about %s came as well".formatted(incident.getPattern(), Refs.write(incident.getPivot())))
                .collect(Collectors.joining("; "));
    }

    private static String fields(Incident one, Incident other) {
        return Incident.getDescriptor().getFields().stream()
                .filter(field -> !one.getField(field).equals(other.getField(field)))
                .map(field -> field(field.getName(), words(one.getField(field)), words(other.getField(field))))
                .collect(Collectors.joining(
                        "", "%s about %s differs".formatted(one.getPattern(), Refs.write(one.getPivot())), ""));
    }

    /** Long texts from shortly before they part. */
    private static String field(String name, String one, String other) {
        var parting = 0;
        while (parting < Math.min(one.length(), other.length()) && one.charAt(parting) == other.charAt(parting)) {
            parting++;
        }
        var from = Math.max(one.length(), other.length()) <= LONGEST ? 0 : Math.max(0, parting - LONGEST / 2);
        return "\n  %s: %s\n  instead of: %s".formatted(name, clipped(other, from), clipped(one, from));
    }

    private static String words(Object value) {
        return String.valueOf(value).replaceAll("\\s+", " ");
    }

    private static String clipped(String text, int from) {
        var until = Math.min(text.length(), from + LONGEST);
        return (from > 0 ? "..." : "") + text.substring(from, until) + (until < text.length() ? "..." : "");
    }
}
