package dev.sentinel.collectors.multipath;

import dev.sentinel.collectors.multipath.MapsSeen.Watched;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.MapDanger;
import dev.sentinel.v1.MapQueueing;
import dev.sentinel.v1.MultipathMapEndangered;
import dev.sentinel.v1.MultipathMapRecovered;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says when a map in use cannot be trusted to answer. A map without an active group is given a minute, because its group is
 * chosen by the first request; one without a ready path, or that counts down, is in danger at once. Told again when it lasts.
 */
record Dangers(Facts facts, Ref machine) {
    static final Duration LASTS = Duration.ofMinutes(1);
    static final Duration PAGE = Duration.ofMinutes(2);
    /** So many failures of one path in ten minutes are flapping. */
    static final int FLAPS = 3;

    Watched weigh(Watched map, Instant now, List<Event> events) {
        Set<MapDanger> present = present(map);
        Map<MapDanger, Instant> since = new EnumMap<>(MapDanger.class);
        Map<MapDanger, Duration> told = new EnumMap<>(MapDanger.class);
        for (MapDanger danger : present) {
            Instant from = map.since().getOrDefault(danger, now);
            Duration lasted = Duration.between(from, now);
            Optional<Duration> last = Optional.ofNullable(map.told().get(danger));
            since.put(danger, from);
            last.ifPresent(each -> told.put(danger, each));
            if (isNews(danger, lasted, last)) {
                told.put(danger, lasted);
                events.add(endangered(map.state(), danger, lasted, now));
            }
        }
        if (told.isEmpty() && !map.told().isEmpty()) {
            events.add(recovered(map, now));
        }
        return new Watched(map.state(), map.firstSeen(), since, told, map.failures());
    }

    /** A map that went away is in danger no more. */
    void gone(Watched map, Instant now, List<Event> events) {
        if (!map.told().isEmpty()) {
            events.add(recovered(map, now));
        }
    }

    private static Set<MapDanger> present(Watched map) {
        MapState state = map.state();
        Set<MapDanger> present = EnumSet.noneOf(MapDanger.class);
        if (!state.open()) {
            return present;
        }
        if (state.ready() == 0) {
            present.add(MapDanger.MAP_DANGER_NO_READY_PATH);
        }
        if (state.queueing() == MapQueueing.MAP_QUEUEING_COUNTING_DOWN) {
            present.add(MapDanger.MAP_DANGER_QUEUE_COUNTDOWN);
        }
        // While a map is suspended it is being changed, and has no group by right.
        if (state.activeGroups() == 0 && !state.suspended()) {
            present.add(MapDanger.MAP_DANGER_NO_ACTIVE_GROUP);
        }
        if (map.failures().values().stream().anyMatch(times -> times.size() >= FLAPS)) {
            present.add(MapDanger.MAP_DANGER_PATHS_FLAPPING);
        }
        return present;
    }

    private static boolean isNews(MapDanger danger, Duration lasted, Optional<Duration> told) {
        if (told.isEmpty()) {
            return danger != MapDanger.MAP_DANGER_NO_ACTIVE_GROUP || lasted.compareTo(LASTS) >= 0;
        }
        boolean lastsNow = lasted.compareTo(LASTS) >= 0 && told.get().compareTo(LASTS) < 0;
        boolean pagesNow = lasted.compareTo(PAGE) >= 0 && told.get().compareTo(PAGE) < 0;
        return danger != MapDanger.MAP_DANGER_PATHS_FLAPPING && (lastsNow || pagesNow);
    }

    private Event endangered(MapState map, MapDanger danger, Duration lasted, Instant now) {
        Severity severity = danger == MapDanger.MAP_DANGER_PATHS_FLAPPING
                ? Severity.SEVERITY_WARNING
                : lasted.compareTo(PAGE) >= 0 ? Severity.SEVERITY_CRITICAL : Severity.SEVERITY_ERROR;
        return facts.event(
                Seen.now(now),
                severity,
                MultipathReading.map(machine, map.name()),
                List.of(machine),
                MultipathMapEndangered.newBuilder()
                        .setWwid(map.wwid())
                        .setDevice(map.device())
                        .setDanger(danger)
                        .setEndangeredSeconds(lasted.toSeconds())
                        .setPathCount(map.paths().size())
                        .setReadyPathCount(map.ready())
                        .build());
    }

    private Event recovered(Watched map, Instant now) {
        Instant from = map.since().values().stream().min(Instant::compareTo).orElse(now);
        return facts.event(
                Seen.now(now),
                Severity.SEVERITY_INFO,
                MultipathReading.map(machine, map.state().name()),
                List.of(machine),
                MultipathMapRecovered.newBuilder()
                        .setWwid(map.state().wwid())
                        .setDevice(map.state().device())
                        .setEndangeredSeconds(Duration.between(from, now).toSeconds())
                        .build());
    }
}
