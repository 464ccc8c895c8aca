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

    /** Without the pivot. */
    final Census census;
    /** All of it, as long as nothing is known to be hurt; it lists the nearest. */
    final BlastRadius radius;
    /** The witnesses among those. */
    final List<SourceTrust> witnesses;
    /** The things that are listed, and all of them in the order of their numbers. */
    final int[] nearest;

    private final int[] sorted;
    private final Interval same;
    private final long version;

    private Reach(Census census, BlastRadius radius, int[] nearest, int[] sorted, Interval same, long version) {
        this.census = census;
        this.radius = radius;
        this.witnesses = Radius.witnesses(radius);
        this.nearest = nearest;
        this.sorted = sorted;
        this.same = same;
        this.version = version;
    }

    static Reach of(int pivot, Topology topology, long now, int most) {
        var dependants = topology.dependantsWhile(pivot, now, MOST_SEEN);
        var all = dependants.all().toArray(Dependant[]::new);
        Arrays.sort(
                all,
                Comparator.comparingInt(Dependant::distance)
                        .thenComparing((one, other) -> topology.compareNames(one.thing(), other.thing())));
        var census = new Census();
        var sorted = new int[all.length];
        for (var i = 0; i < all.length; i++) {
            sorted[i] = all[i].thing();
            census.add(topology.kind(sorted[i]));
        }
        var nearest = Arrays.copyOf(sorted, Math.min(most, sorted.length));
        Arrays.sort(sorted);
        var withPivot = Census.copyOf(census);
        withPivot.add(topology.kind(pivot));
        var radius = withPivot.radius().setOmittedCount(Math.max(0, all.length - most));
        list(nearest, "depends on " + RefText.of(topology.ref(pivot)), topology, radius);
        return new Reach(census, radius.build(), nearest, sorted, dependants.same(), topology.version());
    }

    private static void list(int[] nearest, String effect, Topology topology, BlastRadius.Builder radius) {
        for (var thing : nearest) {
            radius.addThings(AffectedThing.newBuilder()
                    .setRef(topology.ref(thing))
                    .setImpact(Severity.SEVERITY_WARNING)
                    .setEffect(effect)
                    .setAtRiskOnly(true)
                    .build());
        }
    }

    boolean isGood(Topology topology, long now) {
        return version == topology.version() && same.from() <= now && now < same.until();
    }

    boolean contains(int thing) {
        return Arrays.binarySearch(sorted, thing) >= 0;
    }
}
