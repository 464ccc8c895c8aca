package dev.sentinel.transport.spool;

import dev.sentinel.v1.Severity;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what the spool lost since the start. */
final class Tally {
    private final Map<Severity, Long> refused = new EnumMap<>(Severity.class);
    private final AtomicLong displaced = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();

    synchronized void refused(Severity severity) {
        refused.merge(severity, 1L, Long::sum);
    }

    void displaced(long more) {
        displaced.addAndGet(more);
    }

    void unreadable(long more) {
        unreadable.addAndGet(more);
    }

    synchronized Map<Severity, Long> refused() {
        return Map.copyOf(refused);
    }

    long displaced() {
        return displaced.get();
    }

    long unreadable() {
        return unreadable.get();
    }
}
