package dev.sentinel.collectors;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What a line costs in time of the processor, because the machine of a build has other things to do. */
public final class Cost {
    private static final int ROUNDS = 40;

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
