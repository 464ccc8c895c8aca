package dev.sentinel.correlator.engine;

import java.util.Arrays;

/** When something was seen at an instance, or was missed, each moment once and in order. */
final class Moments {
    private long[] times = new long[16];
    private int size;

    private Moments() {}

    static long[] of(Instance instance) {
        var moments = new Moments();
        var clauses = instance.rule.pattern.clauses();
        for (var c = 0; c < clauses.size(); c++) {
            moments.gather(instance.evidence, c, 0);
            clauses.get(c)
                    .absence()
                    .ifPresent(absence -> moments.gather(
                            instance.evidence,
                            absence.since(),
                            absence.deadline().toMillis()));
        }
        return moments.inOrder();
    }

    private void gather(Evidence evidence, int clause, long later) {
        for (var e = evidence.begin(clause); e < evidence.end(clause); e++) {
            var entry = evidence.get(e);
            if (size + entry.size() > times.length) {
                times = Arrays.copyOf(times, 2 * (size + entry.size()));
            }
            for (var t = 0; t < entry.size(); t++) {
                times[size++] = entry.time(t) + later;
            }
        }
    }

    private long[] inOrder() {
        Arrays.sort(times, 0, size);
        var kept = 0;
        for (var i = 0; i < size; i++) {
            if (i == 0 || times[i] != times[kept - 1]) {
                times[kept++] = times[i];
            }
        }
        return Arrays.copyOf(times, kept);
    }
}
