package dev.sentinel.bench;

import dev.sentinel.correlator.engine.Engine;
import dev.sentinel.correlator.engine.Limits;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import java.time.Instant;
import java.util.List;

/** The correlator's core: it learns the edges as events, walks them itself, and tells whole incidents. */
final class Correlation implements Contestant {
    final Engine engine;
    private List<Incident> told = List.of();
    private long decisions;

    Correlation(List<Pattern> patterns, Size size, World world) {
        // Twice of what there is: the limits are not what is measured here.
        var limits = new Limits(
                2 * (2 * size.nodes() + size.volumes() * (5 + World.REPLICAS)),
                2 * world.edges(),
                Math.max(Limits.DEFAULT.instances(), 2 * size.volumes() * World.REPLICAS),
                Limits.DEFAULT.evidencePerClause(),
                Limits.DEFAULT.pending(),
                Limits.DEFAULT.lateness());
        engine = new Engine("bench", patterns, limits);
        world.tell(edges -> engine.accept(edges, World.START));
    }

    @Override
    public void accept(Event event, Instant at) {
        told = engine.accept(event, at);
        decisions += told.size();
    }

    /** What the last event changed. */
    List<Incident> told() {
        return told;
    }

    @Override
    public long decisions() {
        return decisions;
    }
}
