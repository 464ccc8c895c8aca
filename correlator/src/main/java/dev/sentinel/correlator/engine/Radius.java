package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Clause.Role;
import dev.sentinel.correlator.topology.Dependant;
import dev.sentinel.correlator.topology.RefText;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What suffers, and which witnesses are among it. */
final class Radius {
    static final int MOST_WITNESSES = 48;
    private static final int MOST_LISTED = 64;
    private static final int MOST_SEEN = 4_096;
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

    BlastRadius of(Instance instance, List<Portrait.Told> story, long now) {
        var things = new LinkedHashMap<Integer, AffectedThing>();
        for (var told : story) {
            if (told.clause().role() == Role.SYMPTOM) {
                hurt(told.entry().subject, told, things);
                if (told.entry().link >= 0) {
                    hurt(told.entry().link, told, things);
                }
            }
        }
        for (var dependant : nearestFirst(topology.dependants(instance.pivot, now, MOST_SEEN))) {
            things.computeIfAbsent(
                    dependant.thing(),
                    thing -> AffectedThing.newBuilder()
                            .setRef(topology.ref(thing))
                            .setImpact(Severity.SEVERITY_WARNING)
                            .setEffect("depends on " + RefText.of(topology.ref(instance.pivot)))
                            .setAtRiskOnly(true)
                            .build());
        }
        var radius = BlastRadius.newBuilder();
        things.values().stream().limit(MOST_LISTED).forEach(radius::addThings);
        return radius.setNodeCount(count(things.keySet(), instance.pivot, "node", "machine"))
                .setVolumeCount(count(things.keySet(), instance.pivot, "volume"))
                .setWorkloadCount(count(
                        things.keySet(),
                        instance.pivot,
                        "statefulset",
                        "deployment",
                        "daemonset",
                        "replicaset",
                        "job",
                        "server"))
                .setOmittedCount(Math.max(0, things.size() - MOST_LISTED))
                .build();
    }

    /** By name among the equally near: the numbers of things depend on who was heard of first. */
    private List<Dependant> nearestFirst(List<Dependant> dependants) {
        return dependants.stream()
                .sorted(Comparator.comparingInt(Dependant::distance).thenComparing(each -> name(each.thing())))
                .toList();
    }

    private String name(int thing) {
        var ref = topology.ref(thing);
        return ref.getKind() + "/" + ref.getNamespace() + "/" + ref.getName();
    }

    private void hurt(int thing, Portrait.Told told, Map<Integer, AffectedThing> things) {
        things.putIfAbsent(
                thing,
                AffectedThing.newBuilder()
                        .setRef(topology.ref(thing))
                        .setImpact(told.entry().firstEvent().getSeverity())
                        .setEffect(told.clause().name().replace('_', ' '))
                        .build());
    }

    private int count(Set<Integer> things, int pivot, String... lastWords) {
        var wanted = Set.of(lastWords);
        var found = 0;
        for (var thing : things) {
            found += isOne(thing, wanted) ? 1 : 0;
        }
        return !things.contains(pivot) && isOne(pivot, wanted) ? found + 1 : found;
    }

    private boolean isOne(int thing, Set<String> lastWords) {
        var kind = topology.kind(thing);
        return lastWords.contains(kind.substring(kind.lastIndexOf('.') + 1));
    }

    /** Witnesses that keep their own data on what fails, added to what is known of the sources. */
    List<SourceTrust> trust(BlastRadius radius, List<SourceTrust> sources) {
        var trust = new ArrayList<SourceTrust>();
        for (var thing : radius.getThingsList()) {
            if (WITNESSES.contains(thing.getRef().getKind()) && trust.size() < 64 - MOST_WITNESSES) {
                trust.add(SourceTrust.newBuilder()
                        .setSource(RefText.of(thing.getRef()))
                        .setLevel(TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE)
                        .setReason("it keeps its own data on what this incident is about")
                        .build());
            }
        }
        trust.addAll(sources);
        return trust;
    }
}
