package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.topology.Dependant;
import dev.sentinel.correlator.topology.Interval;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What depends on a pivot. Kept with its instance, because it is the same until the graph changes or an edge ends. */
final class Reach {
    private static final int MOST_SEEN = 4_096;

    final List<AffectedThing> shown;
    final int size;
    final Census census;
    /** All of it, as long as nothing is known to be hurt. */
    final BlastRadius radius;
    /** The witnesses among it. */
    final List<SourceTrust> witnesses;
    /** The things that are shown, and all of them. */
    final int[] nearest;

    private final int[] sorted;
    private final Interval same;
    private final long version;

    private Reach(
            List<AffectedThing> shown,
            Census census,
            BlastRadius radius,
            int[] nearest,
            int[] sorted,
            Interval same,
            long version) {
        this.shown = shown;
        this.census = census;
        this.radius = radius;
        this.witnesses = Radius.witnesses(radius);
        this.nearest = nearest;
        this.sorted = sorted;
        this.size = sorted.length;
        this.same = same;
        this.version = version;
    }

    static Reach of(int pivot, Topology topology, long now, int most) {
        var dependants = topology.dependantsWhile(pivot, now, MOST_SEEN);
        // By name among the equally near: the numbers of things depend on who was heard of first.
        var nearest = dependants.all().stream()
                .sorted(Comparator.comparingInt(Dependant::distance)
                        .thenComparing(each -> name(topology, each.thing())))
                .mapToInt(Dependant::thing)
                .toArray();
        var effect = "depends on " + RefText.of(topology.ref(pivot));
        var shown = Arrays.stream(nearest)
                .limit(most)
                .mapToObj(thing -> AffectedThing.newBuilder()
                        .setRef(topology.ref(thing))
                        .setImpact(Severity.SEVERITY_WARNING)
                        .setEffect(effect)
                        .setAtRiskOnly(true)
                        .build())
                .toList();
        var census = Census.NOBODY;
        for (var thing : nearest) {
            census = census.and(topology.kind(thing));
        }
        var sorted = nearest.clone();
        Arrays.sort(sorted);
        var radius = census.and(topology.kind(pivot))
                .radius()
                .addAllThings(shown)
                .setOmittedCount(Math.max(0, nearest.length - most))
                .build();
        return new Reach(
                shown,
                census,
                radius,
                Arrays.copyOf(nearest, shown.size()),
                sorted,
                dependants.same(),
                topology.version());
    }

    private static String name(Topology topology, int thing) {
        var ref = topology.ref(thing);
        return ref.getKind() + "/" + ref.getNamespace() + "/" + ref.getName();
    }

    boolean isGood(Topology topology, long now) {
        return version == topology.version() && same.from() <= now && now < same.until();
    }

    boolean contains(int thing) {
        return Arrays.binarySearch(sorted, thing) >= 0;
    }
}
