package dev.sentinel.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something took of the thread that did it: processor time and memory asked for. The clock on the wall and the time of
 * the collector, which works in a thread of its own, are beside it: on a shared machine they say as much of the others.
 */
record Cost(long processorNanos, long wallNanos, long collectorMillis, long bytes) {
    static final Cost NOTHING = new Cost(0, 0, 0, 0);
    private static final double MILLION = 1e6;

    /** What this thread and the collector have cost so far. */
    static Cost soFar() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var collector = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
        return new Cost(
                threads.getCurrentThreadCpuTime(),
                System.nanoTime(),
                collector,
                threads.getCurrentThreadAllocatedBytes());
    }

    Cost plus(Cost other) {
        return new Cost(
                processorNanos + other.processorNanos,
                wallNanos + other.wallNanos,
                collectorMillis + other.collectorMillis,
                bytes + other.bytes);
    }

    Cost minus(Cost other) {
        return new Cost(
                processorNanos - other.processorNanos,
                wallNanos - other.wallNanos,
                collectorMillis - other.collectorMillis,
                bytes - other.bytes);
    }

    /** Millions of events for each second of the processor. */
    double speed(int events) {
        return events / (processorNanos / 1e9) / MILLION;
    }

    /** The same by the clock on the wall, the collector included. */
    double wallSpeed(int events) {
        return events / (wallNanos / 1e9) / MILLION;
    }

    double bytesPerEvent(int events) {
        return (double) bytes / events;
    }
}
