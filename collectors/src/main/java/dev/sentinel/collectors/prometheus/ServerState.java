package dev.sentinel.collectors.prometheus;

import dev.sentinel.v1.ServerReadiness;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is remembered of a server between two rounds, and across restarts of the collector. */
public record ServerState(
        Readiness readiness,
        Optional<Head> head,
        Optional<Long> startedAt,
        Map<String, Long> counters,
        Optional<Replay> replay,
        int restartsDuringReplay,
        Log log) {

    public ServerState {
        counters = Map.copyOf(counters);
    }

    /** Since when the probes say what they say, and how long that had lasted when it was last told. */
    public record Readiness(ServerReadiness is, Instant since, long toldSeconds) {}

    /** The newest sample, when it was first seen to be the newest, and how often since. */
    public record Head(
            long maxTimeMs,
            Instant firstSeen,
            int readings,
            Optional<Instant> staleToldAt,
            boolean criticalTold,
            Instant observedToldAt) {}

    /** A start that reads the log: how far it is, and the seconds that the last segments took. */
    public record Replay(
            Instant since,
            long min,
            long max,
            long current,
            Instant movedAt,
            List<Double> pace,
            Optional<Long> toldAt,
            boolean alarmTold) {
        public Replay {
            pace = List.copyOf(pace);
        }
    }

    /** Sizes of the log, one for each hour of the last week; since when it is too large, and whether that was told. */
    public record Log(List<Size> sizes, Optional<Instant> largeSince, Optional<Instant> toldAt) {
        public Log {
            sizes = List.copyOf(sizes);
        }
    }

    /** A size at a time. */
    public record Size(Instant at, long bytes) {}
}
