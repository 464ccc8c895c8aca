package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * All correlation of one cluster. The same calls in the same order give the same answers, byte for byte: time comes only
 * from the arguments. An event that comes late, or in another order, within the lateness, changes no incident.
 */
public final class Engine {

    public Engine(String cluster, List<Pattern> patterns, Limits limits) {
        throw new UnsupportedOperationException(cluster + patterns + limits);
    }

    /** Takes one event that has not been here before; returns the incidents it changed, each complete, in the order they changed. */
    public List<Incident> accept(Event event, Instant acceptedAt) {
        throw new UnsupportedOperationException(event.getId() + acceptedAt);
    }

    /** Lets time pass: deadlines, quiet times and recoveries that are due by then. */
    public List<Incident> advance(Instant now) {
        throw new UnsupportedOperationException(now.toString());
    }

    /** Runs other patterns from now on; what is known stays known, and goes on where a pattern kept its name. */
    public List<Incident> replace(List<Pattern> patterns, Instant now) {
        throw new UnsupportedOperationException(patterns.toString() + now);
    }

    /** Incidents that are not resolved yet, or could still reopen. */
    public Collection<Incident> incidents() {
        throw new UnsupportedOperationException();
    }

    /** How full it is, and which limits it has met. */
    public Vitals vitals() {
        throw new UnsupportedOperationException();
    }
}
