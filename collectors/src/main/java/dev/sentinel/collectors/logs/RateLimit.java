package dev.sentinel.collectors.logs;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LogSuppressed;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SuppressionCause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets the first events of each signature and source through and counts the rest, so that a log that says one thing a
 * thousand times a second costs two events a minute, and nothing is left out in silence. Not for several threads.
 */
public final class RateLimit {
    private final Facts facts;
    private final Limits limits;
    private final Map<Key, Window> windows = new LinkedHashMap<>();

    /**
     * How much is let through.
     *
     * @param events of one signature and source in a window
     * @param window how long they are counted together
     * @param windows how many signatures and sources are counted at a time
     */
    public record Limits(int events, Duration window, int windows) {
        public static final Limits USUAL = new Limits(20, Duration.ofMinutes(1), 4096);

        public Limits {
            if (events < 1 || windows < 1 || !window.isPositive()) {
                throw new IllegalArgumentException("a limit that lets nothing through: %d events, %d windows of %s"
                        .formatted(events, windows, window));
            }
        }
    }

    private record Key(String signature, Ref source) {}

    private static final class Window {
        private final Instant until;
        private int passed;
        private long lines;
        private long bytes;
        private Instant first = Instant.EPOCH;
        private Instant last = Instant.EPOCH;
        private String example = "";

        Window(Instant until) {
            this.until = until;
        }
    }

    public RateLimit(Facts facts, Limits limits) {
        this.facts = facts;
        this.limits = limits;
    }

    /** The event of a line if there is room for it, and the counts of windows that are over. */
    public List<Event> admit(String signature, Ref source, String line, Event event, Instant now) {
        List<Event> out = new ArrayList<>(tick(now));
        Key key = new Key(signature, source);
        Window window = windows.get(key);
        if (window == null) {
            out.addAll(makeRoom(now));
            window = new Window(now.plus(limits.window()));
            windows.put(key, window);
        }
        if (window.passed < limits.events()) {
            window.passed++;
            out.add(event);
        } else {
            count(window, line, now);
        }
        return out;
    }

    /** The counts of windows that are over; to be called also while nothing comes. */
    public List<Event> tick(Instant now) {
        List<Event> out = new ArrayList<>();
        Iterator<Map.Entry<Key, Window>> each = windows.entrySet().iterator();
        // They were opened in this order and are equally long, so the first that is not over ends the search.
        while (each.hasNext()) {
            Map.Entry<Key, Window> entry = each.next();
            if (now.isBefore(entry.getValue().until)) {
                break;
            }
            out.addAll(summary(entry.getKey(), entry.getValue(), now));
            each.remove();
        }
        return out;
    }

    /** All counts so far; to be called before the end. */
    public List<Event> close(Instant now) {
        List<Event> out = new ArrayList<>();
        windows.forEach((key, window) -> out.addAll(summary(key, window, now)));
        windows.clear();
        return out;
    }

    private List<Event> makeRoom(Instant now) {
        if (windows.size() < limits.windows()) {
            return List.of();
        }
        Map.Entry<Key, Window> oldest = windows.entrySet().iterator().next();
        windows.remove(oldest.getKey());
        return summary(oldest.getKey(), oldest.getValue(), now);
    }

    private static void count(Window window, String line, Instant now) {
        if (window.lines == 0) {
            window.first = now;
            window.example = line;
        }
        window.last = now;
        window.lines++;
        window.bytes += line.length();
    }

    private List<Event> summary(Key key, Window window, Instant now) {
        if (window.lines == 0) {
            return List.of();
        }
        LogSuppressed suppressed = LogSuppressed.newBuilder()
                .setSignature(key.signature())
                .setCause(SuppressionCause.SUPPRESSION_CAUSE_RATE_LIMIT)
                .setLineCount(window.lines)
                .setByteCount(window.bytes)
                .setFirstAt(Times.stamp(window.first))
                .setLastAt(Times.stamp(window.last))
                .setExampleLine(window.example)
                .build();
        return List.of(facts.event(new Seen(window.last, now), Severity.SEVERITY_WARNING, key.source(), suppressed));
    }
}
