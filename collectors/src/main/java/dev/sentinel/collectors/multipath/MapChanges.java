package dev.sentinel.collectors.multipath;

import dev.sentinel.collectors.multipath.MapsSeen.Watched;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.MultipathGroupStateChanged;
import dev.sentinel.v1.MultipathMapStateChanged;
import dev.sentinel.v1.MultipathPathStateChanged;
import dev.sentinel.v1.PathGroupState;
import dev.sentinel.v1.PathState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is different in a map since the last answer: its paths, its groups, the map as a whole. */
record MapChanges(Facts facts, Ref machine) {
    static final Duration LATELY = Duration.ofMinutes(10);
    /** More failures of a path in ten minutes are only "many". */
    private static final int MOST_FAILURES = 100;

    Watched follow(MapState map, Optional<Watched> last, Instant now, List<Event> events) {
        Map<String, List<Instant>> failures = new HashMap<>();
        last.ifPresent(each -> each.failures().forEach((path, times) -> {
            List<Instant> lately = times.stream()
                    .filter(time -> time.plus(LATELY).isAfter(now))
                    .toList();
            if (!lately.isEmpty()) {
                failures.put(path, lately);
            }
        }));
        Map<String, MapState.Path> pathsBefore = last.map(each -> each.state().paths()).orElse(List.of()).stream()
                .collect(Collectors.toMap(MapState.Path::device, each -> each, (a, b) -> a));
        map.paths()
                .forEach(path -> path(map, path, Optional.ofNullable(pathsBefore.get(path.device())), failures, now)
                        .ifPresent(events::add));
        last.ifPresent(each -> map.groups()
                .forEach(group -> group(map, group, each.state(), now).ifPresent(events::add)));
        if (last.isEmpty() || map.differs(last.get().state())) {
            events.add(map(map, last, now));
        }
        return new Watched(
                map,
                last.map(Watched::firstSeen).orElse(now),
                last.map(Watched::since).orElse(Map.of()),
                last.map(Watched::told).orElse(Map.of()),
                failures);
    }

    private Optional<Event> path(
            MapState map,
            MapState.Path path,
            Optional<MapState.Path> before,
            Map<String, List<Instant>> failures,
            Instant now) {
        boolean failed = path.state() == PathState.PATH_STATE_FAILED;
        // A path that works when it is first seen is no news.
        if (before.map(MapState.Path::state).filter(path.state()::equals).isPresent()
                || (before.isEmpty() && !failed)) {
            return Optional.empty();
        }
        if (failed && before.isPresent()) {
            List<Instant> times = new ArrayList<>(failures.getOrDefault(path.device(), List.of()));
            times.add(now);
            failures.put(
                    path.device(), List.copyOf(times.subList(Math.max(0, times.size() - MOST_FAILURES), times.size())));
        }
        MultipathPathStateChanged.Builder fact = MultipathPathStateChanged.newBuilder()
                .setMap(map.name())
                .setWwid(map.wwid())
                .setPathDevice(path.device())
                .setPathDeviceNumber(path.number())
                .setState(path.state())
                .setChecker(path.checker())
                .setTarget(path.target())
                .setFailuresLastTenMinutes(
                        failures.getOrDefault(path.device(), List.of()).size());
        before.ifPresent(each -> fact.setPreviousState(each.state()));
        return Optional.of(facts.event(
                Seen.now(now),
                failed ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                MultipathReading.path(machine, path.device()),
                List.of(MultipathReading.map(machine, map.name()), machine),
                fact.build()));
    }

    private Optional<Event> group(MapState map, MapState.Group group, MapState last, Instant now) {
        Optional<PathGroupState> before = last.groups().stream()
                .filter(each -> each.number() == group.number())
                .map(MapState.Group::state)
                .findFirst();
        if (before.isEmpty() || before.get() == group.state()) {
            return Optional.empty();
        }
        // One enabled group is no alarm: standby groups are enabled for ever.
        return Optional.of(facts.event(
                Seen.now(now),
                Severity.SEVERITY_INFO,
                MultipathReading.group(machine, map.name(), group.number()),
                List.of(MultipathReading.map(machine, map.name()), machine),
                MultipathGroupStateChanged.newBuilder()
                        .setMap(map.name())
                        .setWwid(map.wwid())
                        .setGroup(group.number())
                        .setState(group.state())
                        .setPreviousState(before.get())
                        .setPriority(group.priority())
                        .setReadyPathCount(group.ready())
                        .build()));
    }

    private Event map(MapState map, Optional<Watched> last, Instant now) {
        boolean lost = map.open()
                && map.activeGroups() == 0
                && last.filter(each -> each.state().activeGroups() > 0).isPresent();
        return facts.event(
                Seen.now(now),
                lost ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                MultipathReading.map(machine, map.name()),
                List.of(machine),
                MultipathMapStateChanged.newBuilder()
                        .setWwid(map.wwid())
                        .setDevice(map.device())
                        .setSuspended(map.suspended())
                        .setQueueing(map.queueing())
                        .setPathCount(map.paths().size())
                        .setReadyPathCount(map.ready())
                        .setActiveGroupCount(map.activeGroups())
                        .setOpen(map.open())
                        .setQueueSecondsLeft(map.queueSecondsLeft())
                        .build());
    }
}
