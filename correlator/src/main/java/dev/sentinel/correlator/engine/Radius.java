package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What suffers, and which witnesses are among it. */
final class Radius {
    static final int MOST_WITNESSES = 48;
    private static final int MOST_LISTED = 64;
    private static final Set<String> WITNESSES = Set.of(
            "prometheus.server",
            "loki.server",
            "victoria.server",
            "thanos.compactor",
            "alertmanager.server",
            "grafana.server",
            "etcd.member",
            "sentinel.broker",
            "sentinel.store");

    private final Topology topology;

    Radius(Topology topology) {
        this.topology = topology;
    }

    /** What suffers, and the witnesses among it. */
    record Extent(BlastRadius radius, List<SourceTrust> witnesses) {}

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
        if (hurt.isEmpty()) {
            return new Extent(reach.radius, reach.witnesses);
        }
        var census = Census.copyOf(reach.census);
        for (var thing : hurt.keySet()) {
            if (!reach.contains(thing)) {
                census.add(topology.kind(thing));
            }
        }
        var size = census.size();
        if (!hurt.containsKey(instance.pivot)) {
            census.add(topology.kind(instance.pivot));
        }
        var radius = census.radius()
                .addAllThings(listed(hurt, reach))
                .setOmittedCount(Math.max(0, size - MOST_LISTED))
                .build();
        var mayHaveWitnesses = !reach.witnesses.isEmpty()
                || hurt.keySet().stream().anyMatch(thing -> WITNESSES.contains(topology.kind(thing)));
        return new Extent(radius, mayHaveWitnesses ? witnesses(radius) : List.of());
    }

    private Reach reach(Instance instance, long now) {
        var reach = instance.reach;
        if (reach == null || !reach.isGood(topology, now)) {
            reach = Reach.of(instance.pivot, topology, now, MOST_LISTED);
            instance.reach = reach;
        }
        return reach;
    }

    private static List<AffectedThing> listed(Map<Integer, AffectedThing> hurt, Reach reach) {
        var listed = new ArrayList<AffectedThing>(MOST_LISTED);
        hurt.values().stream().limit(MOST_LISTED).forEach(listed::add);
        for (var i = 0; i < reach.nearest.length && listed.size() < MOST_LISTED; i++) {
            if (!hurt.containsKey(reach.nearest[i])) {
                listed.add(reach.radius.getThings(i));
            }
        }
        return listed;
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

    /** Those that keep their own data on what fails. */
    static List<SourceTrust> witnesses(BlastRadius radius) {
        return radius.getThingsList().stream()
                .filter(thing -> WITNESSES.contains(thing.getRef().getKind()))
                .limit(64 - MOST_WITNESSES)
                .map(thing -> SourceTrust.newBuilder()
                        .setSource(RefText.of(thing.getRef()))
                        .setLevel(TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE)
                        .setReason("it keeps its own data on what this incident is about")
                        .build())
                .toList();
    }
}
