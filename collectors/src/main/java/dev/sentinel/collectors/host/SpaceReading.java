package dev.sentinel.collectors.host;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.HostFilesystemReadOnlyChanged;
import dev.sentinel.v1.HostSpaceLow;
import dev.sentinel.v1.HostSpaceRecovered;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SpaceResource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says when a filesystem runs out of bytes or inodes, or went read-only. Pure: what is remembered goes in and comes out. */
public record SpaceReading(Facts facts, Thresholds thresholds) {
    /** A trend over less is noise. */
    private static final Duration SHORTEST_TREND = Duration.ofMinutes(5);
    /** A trend over more is history. */
    private static final Duration LONGEST_TREND = Duration.ofMinutes(30);

    private static final Duration SOON = Duration.ofHours(1);

    /**
     * In percent that are free.
     *
     * @param low from here on it is told
     * @param scarce told again, as an error
     * @param recovered above this it has recovered
     * @param falling below this it is told too when it will be full within an hour
     */
    public record Thresholds(double low, double scarce, double recovered, double falling) {
        public static final Thresholds USUAL = new Thresholds(10, 3, 15, 30);
    }

    /** One resource of a filesystem over time. */
    record Trail(Severity told, Instant anchorAt, long anchorFree) {}

    /** What was found before. */
    public record Before(boolean known, boolean readOnly, Map<SpaceResource, Trail> trails) {
        public static final Before NOTHING = new Before(false, false, Map.of());

        public Before {
            trails = Map.copyOf(trails);
        }
    }

    /** What is remembered now, and what is news. */
    public record Result(Before before, List<Event> events) {
        public Result {
            events = List.copyOf(events);
        }
    }

    /**
     * Weighs one reading.
     *
     * @param subject what the filesystem is called: a {@code host.filesystem}, or the node with the claim among the related
     */
    public Result read(Filesystem now, Before before, Ref subject, List<Ref> related, Instant observedAt) {
        List<Event> events = new ArrayList<>();
        Map<SpaceResource, Trail> trails = new EnumMap<>(SpaceResource.class);
        for (Level level : levels(now)) {
            Optional<Trail> last = Optional.ofNullable(before.trails().get(level.resource()));
            Optional<Long> fullIn = fullIn(level, last, observedAt);
            Severity severity = severity(level, fullIn, last.map(Trail::told).orElse(Severity.SEVERITY_UNSPECIFIED));
            trails.put(level.resource(), trail(level, last, severity, observedAt));
            news(severity, last.map(Trail::told).orElse(Severity.SEVERITY_UNSPECIFIED))
                    .ifPresent(each -> events.add(facts.event(
                            Seen.now(observedAt), each, subject, related, fact(now, level, severity, fullIn))));
        }
        if (before.known() && before.readOnly() != now.readOnly()) {
            events.add(readOnly(now, subject, related, observedAt));
        }
        return new Result(new Before(true, now.readOnly(), trails), events);
    }

    private record Level(SpaceResource resource, long free, long total) {
        double percent() {
            return Math.clamp(100.0 * free / total, 0.0, 100.0);
        }
    }

    private static List<Level> levels(Filesystem now) {
        List<Level> levels = new ArrayList<>();
        levels.add(new Level(SpaceResource.SPACE_RESOURCE_BYTES, Math.max(0, now.freeBytes()), now.totalBytes()));
        levels.add(new Level(SpaceResource.SPACE_RESOURCE_INODES, Math.max(0, now.freeInodes()), now.totalInodes()));
        levels.removeIf(level -> level.total() <= 0);
        return levels;
    }

    /** Seconds until nothing is left, when it goes on falling as it did. */
    private static Optional<Long> fullIn(Level level, Optional<Trail> last, Instant now) {
        if (last.isEmpty()) {
            return Optional.empty();
        }
        Duration span = Duration.between(last.get().anchorAt(), now);
        long fallen = last.get().anchorFree() - level.free();
        return span.compareTo(SHORTEST_TREND) < 0 || fallen <= 0
                ? Optional.empty()
                : Optional.of((long) (level.free() / (double) fallen * span.toSeconds()));
    }

    /** UNSPECIFIED is enough space. */
    private Severity severity(Level level, Optional<Long> fullIn, Severity told) {
        double free = level.percent();
        boolean soon = fullIn.filter(seconds -> seconds <= SOON.toSeconds()).isPresent();
        if (free <= thresholds.scarce()) {
            return Severity.SEVERITY_ERROR;
        }
        boolean low = free <= thresholds.low() || (soon && free <= thresholds.falling());
        boolean stillLow = told != Severity.SEVERITY_UNSPECIFIED && (free < thresholds.recovered() || soon);
        // What was scarce is not told again on its way up.
        return low || stillLow
                ? (told == Severity.SEVERITY_ERROR ? told : Severity.SEVERITY_WARNING)
                : Severity.SEVERITY_UNSPECIFIED;
    }

    private static Optional<Severity> news(Severity now, Severity told) {
        if (now == told) {
            return Optional.empty();
        }
        return Optional.of(now == Severity.SEVERITY_UNSPECIFIED ? Severity.SEVERITY_INFO : now);
    }

    private static Trail trail(Level level, Optional<Trail> last, Severity told, Instant now) {
        boolean fresh = last.filter(
                        each -> each.anchorAt().plus(LONGEST_TREND).isAfter(now) && each.anchorFree() >= level.free())
                .isPresent();
        return fresh
                ? new Trail(told, last.get().anchorAt(), last.get().anchorFree())
                : new Trail(told, now, level.free());
    }

    private static Message fact(Filesystem now, Level level, Severity severity, Optional<Long> fullIn) {
        if (severity == Severity.SEVERITY_UNSPECIFIED) {
            return HostSpaceRecovered.newBuilder()
                    .setResource(level.resource())
                    .setMountPoint(now.mountPoint())
                    .setDevice(now.device())
                    .setFreeCount(level.free())
                    .setTotalCount(level.total())
                    .setFreePercent(level.percent())
                    .build();
        }
        HostSpaceLow.Builder low = HostSpaceLow.newBuilder()
                .setResource(level.resource())
                .setMountPoint(now.mountPoint())
                .setDevice(now.device())
                .setFreeCount(level.free())
                .setTotalCount(level.total())
                .setFreePercent(level.percent());
        fullIn.ifPresent(low::setFullInSeconds);
        return low.build();
    }

    private Event readOnly(Filesystem now, Ref subject, List<Ref> related, Instant observedAt) {
        HostFilesystemReadOnlyChanged fact = HostFilesystemReadOnlyChanged.newBuilder()
                .setMountPoint(now.mountPoint())
                .setDevice(now.device())
                .setReadOnly(now.readOnly())
                .build();
        return facts.event(
                Seen.now(observedAt),
                now.readOnly() ? Severity.SEVERITY_ERROR : Severity.SEVERITY_INFO,
                subject,
                related,
                fact);
    }
}
