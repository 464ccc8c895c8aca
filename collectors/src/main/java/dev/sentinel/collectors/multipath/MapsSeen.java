package dev.sentinel.collectors.multipath;

import dev.sentinel.v1.MapDanger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the last answer said, and what only time shows: how long a danger lasts and how often paths failed. */
public record MapsSeen(boolean answered, Map<String, Watched> maps) {
    /** Before the first answer. */
    public static final MapsSeen NOTHING = new MapsSeen(false, Map.of());

    /**
     * One map.
     *
     * @param since since when each danger has held
     * @param told how long it had held when it was told last; absent when it was not
     * @param failures when paths failed lately, by path
     */
    record Watched(
            MapState state,
            Instant firstSeen,
            Map<MapDanger, Instant> since,
            Map<MapDanger, Duration> told,
            Map<String, List<Instant>> failures) {
        Watched {
            since = Map.copyOf(since);
            told = Map.copyOf(told);
            failures = Map.copyOf(failures);
        }
    }

    public MapsSeen {
        maps = Map.copyOf(maps);
    }
}
