package dev.sentinel.lab.scenario;

import dev.sentinel.lab.scenario.Scenario.Recorded;
import dev.sentinel.yaml.Problems;
import dev.sentinel.yaml.Section;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what was recorded elsewhere: a time and an event on each line, in the order in which they came. */
final class RecordedReader {
    static final int LARGEST = 2 << 20;

    private static final String KEY = "recorded";
    /** The program starts in between. */
    private static final Duration BEFORE = Duration.ofMinutes(2);

    private RecordedReader() {}

    static List<Recorded> read(Section root) {
        if (!root.has(KEY)) {
            return List.of();
        }
        if (root.has("world")) {
            root.complain(KEY, "what was recorded has no world of its own; leave out world");
        }
        int line = Problems.line(root.place(KEY));
        List<Recorded> all = new ArrayList<>();
        for (String text : root.text(KEY, LARGEST).orElse("").lines().toList()) {
            line++;
            String[] parts = text.strip().split(" ", 2);
            if (parts.length < 2) {
                root.complain(KEY, "line %d is not a time and an event".formatted(line));
                return List.of();
            }
            try {
                all.add(new Recorded(Instant.parse(parts[0]), parts[1], line));
            } catch (DateTimeException e) {
                root.complain(KEY, "line %d does not begin with a time like 2026-02-21T03:00:00Z".formatted(line));
                return List.of();
            }
            if (all.size() > 1
                    && all.getLast().at().isBefore(all.get(all.size() - 2).at())) {
                root.complain(KEY, "line %d is earlier than the one before it".formatted(line));
            }
        }
        if (all.isEmpty()) {
            root.complain(KEY, "there is nothing in it");
        }
        return all;
    }

    /** Nothing is there but time. */
    static Setting setting(List<Recorded> recorded) {
        Instant begin = recorded.isEmpty() ? Instant.EPOCH : recorded.getFirst().at();
        return new Setting(
                0, begin.minus(BEFORE), BEFORE.dividedBy(2), List.of(), new TreeMap<>(), List.of(), Optional.empty());
    }
}
