package dev.sentinel.collectors;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a line costs in time of the processor, because the machine of a build has other things to do. */
public final class Cost {
    /**
     * What a line cut to its bound stays far below and a mebibyte read whole is far above, on a slow machine as on a fast
     * one: how fast a bounded line is read belongs into a benchmark.
     */
    public static final Duration OF_A_BOUNDED_LINE = Duration.ofMillis(20);

    private static final int ROUNDS = 8;

    private Cost() {}

    /** The cost of the dearest line, at its best of a few times. */
    public static Duration dearest(List<String> lines, Consumer<String> reading) {
        for (int round = 0; round < 3; round++) {
            lines.forEach(reading);
        }
        return lines.stream()
                .map(line -> of(line, reading))
                .max(Duration::compareTo)
                .orElseThrow();
    }

    private static Duration of(String line, Consumer<String> reading) {
        var threads = ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long began = threads.getCurrentThreadCpuTime();
            reading.accept(line);
            best = Math.min(best, threads.getCurrentThreadCpuTime() - began);
        }
        return Duration.ofNanos(best);
    }
}
