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
                .map(field -> "\n  %s: %s\n  instead of: %s"
                        .formatted(field.getName(), clipped(other.getField(field)), clipped(one.getField(field))))
                .collect(Collectors.joining(
                        "", "%s about %s differs".formatted(one.getPattern(), Refs.write(one.getPivot())), ""));
    }

    private static String clipped(Object value) {
        var text = String.valueOf(value).replaceAll("\\s+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
