package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Extent.AtRisk;
import dev.sentinel.correlator.topology.Dependant;
import dev.sentinel.correlator.topology.Interval;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** What depends on a pivot. Kept with its instance, because it is the same until the graph changes or an edge ends. */
final class Reach {
    private static final int MOST_SEEN = 4_096;
    private static final int[] LISTED = {};

    /** Of all that would be listed, if there were room; without the pivot. */
    final Census census;
    /** The nearest, which are listed, as long as none of them is known to be hurt. */
    final AtRisk atRisk;
    /** Some of them keep their own data there. */
    final boolean hasWitnesses;

    // In the order of their numbers; nothing when all of them are listed.
    private final int[] sorted;
    private final Interval same;
    private final long version;

    private Reach(Census census, AtRisk atRisk, boolean hasWitnesses, int[] sorted, Interval same, long version) {
        this.census = census;
        this.atRisk = atRisk;
        this.hasWitnesses = hasWitnesses;
        this.sorted = sorted;
        this.same = same;
        this.version = version;
    }

    static Reach of(int pivot, Topology topology, Function<String, Regard> regards, long now, int most) {
        var dependants = topology.dependantsWhile(pivot, now, MOST_SEEN);
        var listed = new ArrayList<>(dependants.all());
        listed.removeIf(each -> !regard(each, topology, regards).isListedAtRisk());
        if (listed.isEmpty()) {
            // Such as a claim and a pod that nothing owns: then what is between is all that can be said.
            listed.addAll(dependants.all());
        }
        var census = new Census();
        var hasWitnesses = false;
        for (var each : listed) {
            var regard = regard(each, topology, regards);
            census.add(regard.sort());
            hasWitnesses |= regard.isWitness();
        }
        listed.sort(Comparator.comparingInt(Dependant::distance)
                .thenComparing((one, other) -> topology.compareNames(one.thing(), other.thing())));
        var nearest = new Ref[Math.min(most, listed.size())];
        Arrays.setAll(nearest, i -> topology.ref(listed.get(i).thing()));
        var atRisk = new AtRisk(List.of(nearest), "depends on " + RefText.of(topology.ref(pivot)));
        var sorted = listed.size() > nearest.length
                ? listed.stream().mapToInt(Dependant::thing).sorted().toArray()
                : LISTED;
        return new Reach(census, atRisk, hasWitnesses, sorted, dependants.same(), topology.version());
    }

    private static Regard regard(Dependant of, Topology topology, Function<String, Regard> regards) {
        return regards.apply(topology.kind(of.thing()));
    }

    boolean isGood(Topology topology, long now) {
        return version == topology.version() && same.from() <= now && now < same.until();
    }

    boolean contains(int thing, Topology topology) {
        return sorted.length > 0
                ? Arrays.binarySearch(sorted, thing) >= 0
                : atRisk.refs().contains(topology.ref(thing));
    }
}
