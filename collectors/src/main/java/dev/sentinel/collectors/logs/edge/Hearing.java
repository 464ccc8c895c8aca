package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.LogReading;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.logs.Replicas;
import dev.sentinel.collectors.logs.Signatures;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What becomes of entries: held against signatures, heard by listeners, limited. Not for several threads. */
final class Hearing {
    private final Facts facts;
    private final Ears ears;
    private final RateLimit limit;
    private Signatures signatures;
    private LogReading reading;

    /**
     * Who hears.
     *
     * @param signatures those in use now; they change when a user changes a file
     * @param limits of each signature and source
     */
    record Ears(SignatureFolder signatures, List<Listener> listeners, Replicas replicas, RateLimit.Limits limits) {
        Ears {
            listeners = List.copyOf(listeners);
        }
    }

    Hearing(Facts facts, Ears ears) {
        this.facts = facts;
        this.ears = ears;
        this.limit = new RateLimit(facts, ears.limits());
        this.signatures = ears.signatures().inUse();
        this.reading = new LogReading(signatures, facts, ears.replicas());
    }

    List<Event> hear(Entry entry, Origin origin, Instant now) {
        List<Event> events = new ArrayList<>();
        for (LogReading.Sighting each : reading().read(entry, origin, now)) {
            events.addAll(limit.admit(each.signature(), origin.subject(), entry.line(), each.event(), now));
        }
        for (Listener listener : ears.listeners()) {
            for (Event each : listener.hear(facts, entry, origin, now)) {
                events.addAll(limit.admit(Kinds.of(each), origin.subject(), entry.line(), each, now));
            }
        }
        return events;
    }

    /** The counts of what was left out lately; to be called also while nothing comes. */
    List<Event> tick(Instant now) {
        return limit.tick(now);
    }

    /** All counts so far, before the end. */
    List<Event> close(Instant now) {
        return limit.close(now);
    }

    private LogReading reading() {
        Signatures now = ears.signatures().inUse();
        if (now != signatures) {
            signatures = now;
            reading = new LogReading(now, facts, ears.replicas());
        }
        return reading;
    }
}
