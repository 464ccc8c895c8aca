package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.ThingKind;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.KubernetesWorkloadScaled;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** StatefulSets, Deployments, ReplicaSets, DaemonSets and the operators' resources above them: scale and ownership. */
public final class WorkloadReading {
    public static final String SCOPE = "kubernetes.workload";

    private static final String ARGO_TRACKING = "argocd.argoproj.io/tracking-id";
    private static final String FLUX_NAME = "kustomize.toolkit.fluxcd.io/name";
    private static final String FLUX_NAMESPACE = "kustomize.toolkit.fluxcd.io/namespace";

    private final Facts facts;

    public WorkloadReading(Facts facts) {
        this.facts = facts;
    }

    /** The workload as it is now. */
    public Reading<WorkloadState> read(Optional<WorkloadState> before, Resource workload, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = ref(workload);
        int replicas = wanted(workload);
        before.filter(old -> old.uid().equals(workload.uid()) && old.replicas() != replicas)
                .ifPresent(old -> scaled(telling, subject, workload, old.replicas()));
        List<Edge> known = before.map(WorkloadState::edges).orElse(List.of());
        return telling.with(new WorkloadState(
                workload.uid(), replicas, telling.links(SCOPE, subject, known, edges(workload, now))));
    }

    /** The workload was deleted. */
    public Reading<WorkloadState> gone(WorkloadState before, Resource last, Instant now) {
        Telling telling = new Telling(facts, now);
        return telling.with(new WorkloadState(
                before.uid(), before.replicas(), telling.links(SCOPE, ref(last), before.edges(), List.of())));
    }

    private static Ref ref(Resource workload) {
        return workload.ref(ThingKind.of(workload.apiVersion(), workload.kind()));
    }

    /** Not written means one, for workloads and for the Prometheus operator (domain page 6.6). */
    private static int wanted(Resource workload) {
        return workload.spec("replicas").present() ? workload.spec("replicas").count() : 1;
    }

    private static void scaled(Telling telling, Ref subject, Resource workload, int previous) {
        var change = workload.lastChange("spec", "replicas");
        var scaled = KubernetesWorkloadScaled.newBuilder()
                .setReplicas(wanted(workload))
                .setPreviousReplicas(previous)
                .setReadyReplicas(workload.status("readyReplicas").count())
                .setChangedBy(change.map(Resource.Change::by).orElse(""));
        workload.controller().ifPresent(scaled::setOwner);
        List<Ref> related = workload.controller().map(List::of).orElse(List.of());
        Instant at = change.map(Resource.Change::at).orElse(telling.now());
        telling.tell(subject, related, at, Severity.SEVERITY_INFO, scaled.build());
    }

    private static List<Edge> edges(Resource workload, Instant now) {
        Ref self = ref(workload).toBuilder().clearUid().build();
        Instant since = workload.createdAt(now);
        List<Edge> edges = new ArrayList<>();
        workload.controller()
                .map(owner -> owner.toBuilder().clearUid().build())
                .ifPresent(owner -> edges.add(Telling.edge(EdgeKind.EDGE_KIND_OWNS, owner, self, since)));
        gitOps(workload).ifPresent(app -> edges.add(Telling.edge(EdgeKind.EDGE_KIND_MANAGES, app, self, since)));
        return edges;
    }

    /** Who will undo a change made by hand. They leave no owner, only marks (domain page 6.5). */
    private static Optional<Ref> gitOps(Resource workload) {
        String tracking =
                workload.tree().at("metadata", "annotations", ARGO_TRACKING).name();
        int colon = tracking.indexOf(':');
        if (colon > 0) {
            return Optional.of(Refs.of("argoproj.application", tracking.substring(0, colon)));
        }
        String flux = workload.label(FLUX_NAME);
        return flux.isEmpty()
                ? Optional.empty()
                : Optional.of(Refs.of("fluxcd.kustomization", workload.label(FLUX_NAMESPACE), flux));
    }
}
