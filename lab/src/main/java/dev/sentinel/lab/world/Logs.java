package dev.sentinel.lab.world;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What containers and hosts print; the oldest lines of a source go when it has too many. */
public final class Logs {

    private static final int LINES = 5_000;

    /** Who prints: a container of a pod, or a host's kernel, journal or daemon (namespace ""). */
    public record Source(String namespace, String pod, String container) implements Comparable<Source> {

        public static Source host(String host, String unit) {
            return new Source("", host, unit);
        }

        @Override
        public int compareTo(Source other) {
            return key().compareTo(other.key());
        }

        private String key() {
            return namespace + "/" + pod + "/" + container;
        }
    }

    /** One line; numbers rise over all sources, so that a reader can say where it stopped. */
    public record Line(long number, Instant at, String text) {}

    private final Map<Source, Deque<Line>> lines = new TreeMap<>();
    private final Supplier<Instant> now;
    private long number;

    Logs(Supplier<Instant> now) {
        this.now = now;
    }

    public void print(Source source, String text) {
        Deque<Line> all = lines.computeIfAbsent(source, any -> new ArrayDeque<>());
        for (String line : text.split("\n", -1)) {
            number++;
            all.addLast(new Line(number, now.get(), line));
            if (all.size() > LINES) {
                all.removeFirst();
            }
        }
    }

    public List<Line> after(Source source, long last) {
        return lines.getOrDefault(source, new ArrayDeque<>()).stream()
                .filter(line -> line.number() > last)
                .toList();
    }

    public long lastNumber() {
        return number;
    }

    /** The lines of a pod that is gone, which nobody can ask for any more. */
    public void drop(String namespace, String pod) {
        lines.keySet()
                .removeIf(
                        each -> each.namespace().equals(namespace) && each.pod().equals(pod));
    }
}
