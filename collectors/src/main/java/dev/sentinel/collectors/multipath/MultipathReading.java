package dev.sentinel.collectors.multipath;

import dev.sentinel.collectors.multipath.MapsSeen.Watched;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceUnreachable;
import dev.sentinel.v1.UnreachableCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Compares two answers of multipathd on one machine. Pure: what is remembered goes in and comes out. */
public final class MultipathReading {
    private final Facts facts;
    private final Ref machine;
    private final MapsJson json = new MapsJson();
    private final MapChanges changes;
    private final Dangers dangers;
    private final Paths paths;

    /** For the maps of one machine (a {@code kubernetes.node} or a {@code host.machine}). */
    public MultipathReading(Facts facts, Ref machine) {
        this.facts = facts;
        this.machine = machine;
        this.changes = new MapChanges(facts, machine);
        this.dangers = new Dangers(facts, machine);
        this.paths = new Paths(facts, machine);
    }

    /** What is remembered now, and what happened. */
    public record Result(MapsSeen seen, List<Event> events) {
        public Result {
            events = List.copyOf(events);
        }
    }

    /**
     * Reads the answer to "show maps json".
     *
     * @param openDevices the maps in use ("dm-3"), because multipathd does not say; an idle map has no active group by right
     */
    public Result read(String answer, Set<String> openDevices, MapsSeen before, Instant observedAt) {
        Optional<List<MapState>> maps = json.read(answer, openDevices);
        if (maps.isEmpty()) {
            // Unknown is not fine: what was remembered stays.
            return new Result(before, List.of(unreadable(answer, observedAt)));
        }
        List<Event> events = new ArrayList<>();
        Map<String, Watched> now = new TreeMap<>();
        for (MapState map : maps.get()) {
            Optional<Watched> last = Optional.ofNullable(before.maps().get(map.name()));
            Watched watched = changes.follow(map, last, observedAt, events);
            now.put(map.name(), dangers.weigh(watched, observedAt, events));
        }
        before.maps().values().stream()
                .filter(gone -> !now.containsKey(gone.state().name()))
                .forEach(gone -> dangers.gone(gone, observedAt, events));
        MapsSeen seen = new MapsSeen(true, now);
        events.addAll(paths.topology(before, seen, observedAt));
        return new Result(seen, events);
    }

    private Event unreadable(String answer, Instant observedAt) {
        SourceUnreachable fact = SourceUnreachable.newBuilder()
                .setEndpoint("multipathd show maps json")
                .setCause(UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER)
                .setError(answer.length() > 200 ? answer.substring(0, 200) : answer)
                .setConsecutiveFailures(1)
                .build();
        return facts.event(Seen.now(observedAt), Severity.SEVERITY_WARNING, machine, fact);
    }

    static Ref map(Ref machine, String name) {
        // Aliases repeat from machine to machine; each machine has its own maps.
        return Refs.of("multipath.map", machine.getName(), name);
    }

    static Ref path(Ref machine, String device) {
        return Refs.of("multipath.path", machine.getName(), device);
    }

    static Ref group(Ref machine, String map, int number) {
        return Refs.of("multipath.group", machine.getName(), map + "-" + number);
    }
}
