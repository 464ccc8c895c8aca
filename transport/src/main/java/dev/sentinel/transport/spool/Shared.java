package dev.sentinel.transport.spool;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** What all segments share. */
record Shared(
        SpoolLimits limits,
        Usage usage,
        Usage memory,
        Tally tally,
        List<Path> movedAside,
        AtomicLong numbers,
        AtomicLong epochs,
        Clock clock) {

    static Shared of(SpoolLimits limits, Clock clock) {
        return new Shared(
                limits,
                new Usage(limits.maxBytes(), limits.maxRecords(), limits.shares()),
                new Usage(limits.memoryBytes(), limits.maxRecords(), limits.shares()),
                new Tally(),
                new CopyOnWriteArrayList<>(),
                new AtomicLong(),
                new AtomicLong(),
                clock);
    }

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    // Later than every epoch before, even when the clock was set back.
    long nextEpoch() {
        return epochs.updateAndGet(last -> Math.max(last + 1, clock.millis()));
    }

    void noteEpoch(long epoch) {
        epochs.accumulateAndGet(epoch, Math::max);
    }
}
