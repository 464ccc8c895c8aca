package dev.sentinel.correlator.running;

import dev.sentinel.correlator.engine.Engine;
import dev.sentinel.correlator.engine.Limits;
import dev.sentinel.correlator.engine.Vitals;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The correlation of one cluster, as the loop sees it. */
interface Core {

    List<Incident> accept(Event event, Instant acceptedAt);

    List<Incident> advance(Instant now);

    List<Incident> replace(List<Pattern> patterns, Instant now);

    Collection<Incident> incidents();

    Vitals vitals();

    /** Makes the correlation of a cluster that was not seen before. */
    @FunctionalInterface
    interface Maker {
        Core make(String cluster, List<Pattern> patterns);
    }

    /** Makes the core as it ships; events may come so late without a different incident coming out. */
    static Maker lateUpTo(Duration lateness) {
        var limits = Limits.DEFAULT.lateUpTo(lateness);
        return (cluster, patterns) -> new Real(new Engine(cluster, patterns, limits));
    }

    /** The core as it ships. */
    record Real(Engine engine) implements Core {
        @Override
        public List<Incident> accept(Event event, Instant acceptedAt) {
            return engine.accept(event, acceptedAt);
        }

        @Override
        public List<Incident> advance(Instant now) {
            return engine.advance(now);
        }

        @Override
        public List<Incident> replace(List<Pattern> patterns, Instant now) {
            return engine.replace(patterns, now);
        }

        @Override
        public Collection<Incident> incidents() {
            return engine.incidents();
        }

        @Override
        public Vitals vitals() {
            return engine.vitals();
        }
    }
}
