package dev.sentinel.collectors.stores;

import dev.sentinel.v1.HistoryWitness;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signs that the history of a store is gone, by comparison with what it held (telemetry page 4.1 and class 2). */
record Cliff(VictoriaState before, VictoriaState.Base now, Map<Long, Boolean> probes, boolean restarted) {
    /** A baseline older than this may have been outlived by retention, unless nothing at all is left. */
    private static final Duration COMPARABLE = Duration.ofDays(7);
    /** A retention of months drops whole partitions; it moves the oldest line by no more than this at a time. */
    private static final Duration PARTITION = Duration.ofDays(2);

    private static final long SOME_SERIES = 1_000;

    Set<HistoryWitness> witnesses() {
        Set<HistoryWitness> witnesses = EnumSet.noneOf(HistoryWitness.class);
        VictoriaState.Base old = before.base();
        boolean comparable = old.at().plus(COMPARABLE).isAfter(now.at());
        if (dropped(old.rows(), now.rows(), comparable)) {
            witnesses.add(HistoryWitness.HISTORY_WITNESS_ROWS_DROPPED);
        }
        if (dropped(old.bytes(), now.bytes(), comparable)) {
            witnesses.add(HistoryWitness.HISTORY_WITNESS_SIZE_DROPPED);
            if (comparable && freed(old)) {
                witnesses.add(HistoryWitness.HISTORY_WITNESS_FREE_SPACE_JUMPED);
            }
        }
        if (comparable && oldestMoved(old.oldest(), now.oldest())) {
            witnesses.add(HistoryWitness.HISTORY_WITNESS_OLDEST_MOVED);
        }
        if (!emptied(before.probes(), probes).isEmpty()) {
            witnesses.add(HistoryWitness.HISTORY_WITNESS_PROBE_EMPTY);
        }
        // Only together with another sign: a restart after a long absence registers some of them anew as well.
        if (restarted
                && !witnesses.isEmpty()
                && now.newSeries().filter(series -> series > SOME_SERIES).isPresent()) {
            witnesses.add(HistoryWitness.HISTORY_WITNESS_SERIES_REGISTERED_AGAIN);
        }
        return witnesses;
    }

    /** Retention and merges lower slowly, and deletes do not halve within one round. */
    static boolean halved(long old, long now) {
        return old > 0 && now < old - old / 2;
    }

    /** Ages for which the store answered before and does not now, while it does for the present. */
    static List<Long> emptied(Map<Long, Boolean> before, Map<Long, Boolean> now) {
        boolean presentAnswers = now.getOrDefault(0L, true);
        return now.entrySet().stream()
                .filter(probe -> presentAnswers
                        && probe.getKey() > 0
                        && !probe.getValue()
                        && before.getOrDefault(probe.getKey(), false))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static boolean dropped(Optional<Long> old, Optional<Long> now, boolean comparable) {
        return old.isPresent() && now.isPresent() && (comparable || now.get() == 0) && halved(old.get(), now.get());
    }

    private boolean freed(VictoriaState.Base old) {
        long lost = old.bytes().orElse(0L) - now.bytes().orElse(0L);
        return old.freeBytes()
                .flatMap(was -> now.freeBytes().map(is -> is - was))
                .filter(gain -> gain > lost / 2)
                .isPresent();
    }

    private static boolean oldestMoved(Optional<Instant> old, Optional<Instant> now) {
        return old.isPresent() && now.isPresent() && now.get().isAfter(old.get().plus(PARTITION));
    }
}
