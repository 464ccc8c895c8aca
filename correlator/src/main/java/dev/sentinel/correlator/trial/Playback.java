package dev.sentinel.correlator.trial;

import dev.sentinel.correlator.engine.Engine;
import dev.sentinel.correlator.engine.Limits;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.trial.PatternTest.Given;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plays the events of a recording through a fresh engine, in the order in which they arrive, and lets time pass in between. */
final class Playback {
    // A test is a small world; a fresh engine for each playing must not cost the memory of a large one.
    private static final Limits LIMITS =
            new Limits(50_000, 100_000, 20_000, Limits.DEFAULT.evidencePerClause(), 5_000, Limits.DEFAULT.lateness());

    // The engine itself goes through every second at which something is due; this only decides how often it is asked.
    private static final Duration TICK = Duration.ofMinutes(1);

    private static final Duration SMALL_NEWS = Duration.ofSeconds(31);

    private final List<Pattern> patterns;
    private final Recording recording;

    Playback(List<Pattern> patterns, Recording recording) {
        this.patterns = patterns;
        this.recording = recording;
    }

    /** Every incident there ever was as it is at the end, by id. */
    SortedMap<String, Incident> inOrder() {
        return play(recording.given());
    }

    /** The same with delays within the lateness, which put the events into another order; other seeds, other orders. */
    SortedMap<String, Incident> shuffled(int seed) {
        var given = new ArrayList<Given>();
        for (int i = 0; i < recording.given().size(); i++) {
            given.add(delayed(recording.given().get(i), mix(seed, i)));
        }
        return play(given);
    }

    private Given delayed(Given given, long mixed) {
        // A second is left, because what is exactly as late as allowed is another matter; and at the end there must be
        // time for small news to be told.
        var end = Duration.between(given.occurredAt(), recording.end()).minus(SMALL_NEWS);
        var most = Math.min(LIMITS.lateness().minusSeconds(1).toMillis(), end.toMillis());
        if (given.acceptedAfter().compareTo(LIMITS.lateness()) > 0 || most <= 0) {
            return given;
        }
        return new Given(given.event(), given.occurredAt(), Duration.ofMillis(Math.floorMod(mixed, most)));
    }

    /** Bits that look random and are the same each time (the finisher of SplitMix64). */
    private static long mix(int seed, int index) {
        var bits = (seed * 0x9e3779b97f4a7c15L) ^ (index + 1) * 0xd1342543de82ef95L;
        bits = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ bits >>> 27) * 0x94d049bb133111ebL;
        return bits ^ bits >>> 31;
    }

    private SortedMap<String, Incident> play(List<Given> given) {
        var engine = new Engine(recording.cluster(), patterns, LIMITS);
        var incidents = new TreeMap<String, Incident>();
        var arriving = new ArrayList<>(given);
        arriving.sort(Comparator.comparing(Given::acceptedAt));
        var seen = new HashSet<String>();
        var now = recording.begin();
        for (var each : arriving) {
            now = pass(engine, now, each.acceptedAt(), incidents);
            // The journal takes each event once; so must this.
            if (seen.add(each.event().getId())) {
                keep(engine.accept(each.event(), each.acceptedAt()), incidents);
            }
        }
        pass(engine, now, recording.end(), incidents);
        keep(engine.finish(recording.end()), incidents);
        return incidents;
    }

    private static Instant pass(Engine engine, Instant from, Instant to, Map<String, Incident> incidents) {
        var now = from;
        while (!now.isAfter(to)) {
            keep(engine.advance(now), incidents);
            now = now.plus(TICK);
        }
        return now;
    }

    private static void keep(List<Incident> changed, Map<String, Incident> incidents) {
        changed.forEach(incident -> incidents.put(incident.getId(), incident));
    }
}
