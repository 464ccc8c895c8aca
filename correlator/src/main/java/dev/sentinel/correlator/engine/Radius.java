package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Extent.AtRisk;
import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What suffers, and which witnesses are among it. */
final class Radius {
    static final int MOST_WITNESSES = 48;
    private static final int MOST_LISTED = 64;

    private final Topology topology;
    // There are few kinds.
    private final Map<String, Regard> regards = new HashMap<>();

    Radius(Topology topology) {
        this.topology = topology;
    }

    Extent of(Instance instance, List<Portrait.Told> story, long now) {
        var reach = reach(instance, now);
        var hurt = new LinkedHashMap<Integer, AffectedThing>();
        for (var told : story) {
            if (told.clause().role() == Role.SYMPTOM) {
                hurt(told.entry().subject, told, hurt);
                if (told.entry().link >= 0) {
                    hurt(told.entry().link, told, hurt);
                }
            }
        }
        var census = Census.copyOf(reach.census);
        for (var thing : hurt.keySet()) {
            if (!reach.contains(thing, topology)) {
                census.add(regard(topology.kind(thing)).sort());
            }
        }
        var size = census.size();
        if (!hurt.containsKey(instance.pivot)) {
            census.add(regard(topology.kind(instance.pivot)).sort());
        }
        var radius = census.radius().setOmittedCount(Math.max(0, size - MOST_LISTED));
        for (var thing : hurt.values()) {
            if (radius.getThingsCount() < MOST_LISTED) {
                radius.addThings(thing);
            }
        }
        var atRisk = hurt.isEmpty() ? reach.atRisk : new AtRisk(others(hurt, reach), reach.atRisk.effect());
        return new Extent(radius.build(), atRisk, witnesses(radius, atRisk, reach));
    }

    private Reach reach(Instance instance, long now) {
        var reach = instance.reach;
        if (reach == null || !reach.isGood(topology, now)) {
            reach = Reach.of(instance.pivot, topology, this::regard, now, MOST_LISTED);
            instance.reach = reach;
        }
        return reach;
    }

    /** The nearest that are not known to be hurt, as many as can still be listed. */
    private static List<Ref> others(Map<Integer, AffectedThing> hurt, Reach reach) {
        var known = new HashSet<Ref>();
        hurt.values().forEach(thing -> known.add(thing.getRef()));
        var others = new ArrayList<Ref>(MOST_LISTED);
        for (var ref : reach.atRisk.refs()) {
            if (hurt.size() + others.size() < MOST_LISTED && !known.contains(ref)) {
                others.add(ref);
            }
        }
        return others;
    }

    private void hurt(int thing, Portrait.Told told, Map<Integer, AffectedThing> things) {
        things.putIfAbsent(
                thing,
                AffectedThing.newBuilder()
                        .setRef(topology.ref(thing))
                        .setImpact(told.entry().fact().severity)
                        .setEffect(told.clause().name().replace('_', ' '))
                        .build());
    }

    private Regard regard(String kind) {
        return regards.computeIfAbsent(kind, Regard::of);
    }

    private boolean isWitness(Ref ref) {
        return regard(ref.getKind()).isWitness();
    }

    private boolean isAnyWitness(BlastRadius.Builder hurt) {
        for (var i = 0; i < hurt.getThingsCount(); i++) {
            if (isWitness(hurt.getThings(i).getRef())) {
                return true;
            }
        }
        return false;
    }

    /** Those that keep their own data on what fails. */
    private List<SourceTrust> witnesses(BlastRadius.Builder hurt, AtRisk atRisk, Reach reach) {
        if (!reach.hasWitnesses && !isAnyWitness(hurt)) {
            return List.of();
        }
        return Stream.concat(hurt.getThingsList().stream().map(AffectedThing::getRef), atRisk.refs().stream())
                .filter(this::isWitness)
                .limit(64 - MOST_WITNESSES)
                .map(ref -> SourceTrust.newBuilder()
                        .setSource(RefText.of(ref))
                        .setLevel(TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE)
                        .setReason("it keeps its own data on what this incident is about")
                        .build())
                .toList();
    }
}
