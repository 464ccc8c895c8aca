package dev.sentinel.correlator.running;

import dev.sentinel.correlator.engine.Vitals;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The figures of one partition, taken by its owner each second and read by whoever asks. */
final class Meters implements Dispatch.Tally {

    private static final List<Severity> SEVERITIES = List.of(
            Severity.SEVERITY_INFO, Severity.SEVERITY_WARNING, Severity.SEVERITY_ERROR, Severity.SEVERITY_CRITICAL);
    private static final List<String> BOUNDS =
            List.of("things", "edges", "instances", "evidence", "pending", "ends", "sources", "clusters");

    private record Figures(
            long lag,
            int things,
            int edges,
            int instances,
            int pending,
            Map<String, Long> bounds,
            Map<Severity, Long> open) {}

    private static final Figures NONE = new Figures(0, 0, 0, 0, 0, Map.of(), Map.of());

    private final MeterRegistry registry;
    private final String partition;
    private final Timer evaluation;
    private final Counter published;
    private final Counter unheard;
    // There are as many as the contract has kinds.
    private final Map<String, Counter> events = new HashMap<>();
    private final Map<String, Counter> conditions = new HashMap<>();
    private volatile Figures figures = NONE;

    Meters(MeterRegistry registry, String partition) {
        this.registry = registry;
        this.partition = partition;
        this.evaluation = Timer.builder("sentinel.correlator.evaluation")
                .description("Time to correlate a batch of events")
                .register(registry);
        this.published = Counter.builder("sentinel.correlator.published")
                .description("Incident revisions that the broker confirmed")
                .register(registry);
        this.unheard = Counter.builder("sentinel.correlator.unheard")
                .description("Incident revisions that no queue wanted")
                .register(registry);
        gauge("lag", "Journal entries not correlated yet", figures -> figures.lag());
        gauge("things", "Things in the topology", figures -> figures.things());
        gauge("edges", "Edges in the topology", figures -> figures.edges());
        gauge("instances", "Patterns at work on a pivot", figures -> figures.instances());
        gauge("pending", "Events that wait for their topology", figures -> figures.pending());
        for (Severity severity : SEVERITIES) {
            Gauge.builder(
                            "sentinel.correlator.incidents.open",
                            this,
                            meters -> meters.figures.open().getOrDefault(severity, 0L))
                    .description("Incidents that are not resolved")
                    .tags("partition", partition, "severity", Words.of(severity))
                    .register(registry);
        }
        for (String bound : BOUNDS) {
            FunctionCounter.builder(
                            "sentinel.correlator.bounds.hit",
                            this,
                            meters -> meters.figures.bounds().getOrDefault(bound, 0L))
                    .description("How often a limit of the correlation was met")
                    .tags("partition", partition, "bound", bound)
                    .register(registry);
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<Figures> value) {
        Gauge.builder("sentinel.correlator." + name, this, meters -> value.applyAsDouble(meters.figures))
                .description(description)
                .tag("partition", partition)
                .register(registry);
    }

    Timer evaluation() {
        return evaluation;
    }

    void taken(Event event) {
        events.computeIfAbsent(
                        Kinds.of(event),
                        kind -> Counter.builder("sentinel.correlator.events")
                                .description("Events correlated")
                                .tag("kind", kind)
                                .register(registry))
                .increment();
    }

    @Override
    public void published(int count) {
        published.increment(count);
    }

    @Override
    public void unheard(int count) {
        unheard.increment(count);
    }

    void look(Clusters clusters, long lag) {
        List<Vitals> vitals = clusters.vitals();
        Map<String, Long> bounds = new TreeMap<>();
        vitals.forEach(each -> each.boundsHit().forEach((bound, hits) -> bounds.merge(bound, hits, Long::sum)));
        bounds.put("clusters", clusters.refused());
        Map<Severity, Long> open = new HashMap<>();
        for (Incident incident : clusters.incidents()) {
            if (incident.getState() != IncidentState.INCIDENT_STATE_RESOLVED) {
                open.merge(incident.getSeverity(), 1L, Long::sum);
            }
        }
        figures = new Figures(
                lag,
                vitals.stream().mapToInt(Vitals::things).sum(),
                vitals.stream().mapToInt(Vitals::edges).sum(),
                vitals.stream().mapToInt(Vitals::instances).sum(),
                vitals.stream().mapToInt(Vitals::pending).sum(),
                bounds,
                open);
    }

    /** All partitions of a program share the conditions: who asks takes what was counted until then. */
    void conditions(List<Pattern> patterns) {
        for (Pattern pattern : patterns) {
            long failures = pattern.matches()
                    .mapToLong(match -> match.condition().takeFailures())
                    .sum();
            conditions
                    .computeIfAbsent(
                            pattern.name(),
                            name -> Counter.builder("sentinel.correlator.condition.failures")
                                    .description("Conditions that could not be evaluated, and therefore did not hold")
                                    .tag("pattern", name)
                                    .register(registry))
                    .increment((double) failures);
        }
    }

    /** The partition is somebody else's now. */
    void clear() {
        figures = NONE;
    }
}
