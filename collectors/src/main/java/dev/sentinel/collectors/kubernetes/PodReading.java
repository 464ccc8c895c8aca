package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.KubernetesPodEvicted;
import dev.sentinel.v1.KubernetesPodReadinessChanged;
import dev.sentinel.v1.KubernetesPodTerminated;
import dev.sentinel.v1.KubernetesPodUnscheduled;
import dev.sentinel.v1.PodEnd;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Pods: containers that loop, die or restart; placing, eviction, readiness, the end; and what a pod stands on. */
public final class PodReading {
    /** The scope of the edges told here. */
    public static final String SCOPE = "kubernetes.pod";

    /** How long after the moment it should be gone a pod counts as held. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private final Facts facts;

    public PodReading(Facts facts) {
        this.facts = facts;
    }

    /** The pod as it is now. */
    public Reading<PodState> read(Optional<PodState> before, Resource pod, Instant now) {
        Telling telling = new Telling(facts, now);
        // A pod of a StatefulSet comes back under its name: nothing of the old one holds for it.
        Optional<PodState> known = before.filter(old -> old.uid().equals(pod.uid()));
        Ref subject = pod.ref("kubernetes.pod");
        List<Ref> related = related(pod);
        Map<String, PodState.Container> containers = new ContainerReading(telling, pod, subject, related).read(known);
        boolean ready = pod.condition("Ready").at("status").word().equals("True");
        readiness(telling, subject, related, pod, known);
        Set<PodState.Told> told = EnumSet.noneOf(PodState.Told.class);
        known.ifPresent(old -> told.addAll(old.told()));
        unscheduled(telling, subject, related, pod, told);
        evicted(telling, subject, related, pod, told);
        ended(telling, subject, related, pod, known);
        stuck(telling, subject, related, pod, told);
        List<Edge> edges =
                telling.links(SCOPE, subject, before.map(PodState::edges).orElse(List.of()), edges(pod, now));
        return telling.with(new PodState(pod.uid(), phase(pod), ready, containers, told, edges));
    }

    /** The pod object was deleted; what it was last is handed in. When nobody saw that, its edges say where it stood. */
    public Reading<PodState> gone(PodState before, Resource last, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = last.ref("kubernetes.pod");
        if (!isOver(before.phase())) {
            boolean seen = last.spec().present();
            String node = seen
                    ? node(last)
                    : Ends.of(before.edges(), EdgeKind.EDGE_KIND_RUNS_ON)
                            .map(Ref::getName)
                            .orElse("");
            List<Ref> related = seen ? related(last) : remembered(before.edges(), subject);
            end(telling, subject, related, last, node, PodEnd.POD_END_DELETED, Severity.SEVERITY_INFO);
        }
        List<Edge> none = telling.links(SCOPE, subject, before.edges(), List.of());
        return telling.with(
                new PodState(before.uid(), before.phase(), false, before.containers(), before.told(), none));
    }

    /** The claims a pod uses, generic ephemeral volumes included: theirs carry the pod's name (domain page 6.4). */
    static List<Ref> claims(Resource pod) {
        List<Ref> claims = new ArrayList<>();
        for (Tree volume : pod.spec("volumes").items()) {
            String claim = volume.at("persistentVolumeClaim", "claimName").name();
            if (volume.at("ephemeral").present() && !volume.at("name").name().isEmpty()) {
                claim = pod.name() + "-" + volume.at("name").name();
            }
            if (!claim.isEmpty()) {
                claims.add(Refs.of("kubernetes.persistent_volume_claim", pod.namespace(), claim));
            }
        }
        return claims;
    }

    private static List<Ref> related(Resource pod) {
        List<Ref> related = new ArrayList<>();
        if (!node(pod).isEmpty()) {
            related.add(Refs.node(node(pod)));
        }
        pod.controller().ifPresent(related::add);
        // The pod of an instance manager has the name of its resource (domain page 1.6).
        if (pod.label("longhorn.io/component").equals("instance-manager")) {
            related.add(Refs.of("longhorn.instance_manager", pod.namespace(), pod.name()));
        }
        related.addAll(claims(pod));
        return related;
    }

    /** In the same order: where it ran, who owns it, what it used. */
    private static List<Ref> remembered(List<Edge> edges, Ref self) {
        List<Ref> related = new ArrayList<>();
        for (EdgeKind kind : List.of(EdgeKind.EDGE_KIND_RUNS_ON, EdgeKind.EDGE_KIND_OWNS, EdgeKind.EDGE_KIND_USES)) {
            related.addAll(Ends.others(
                    edges.stream().filter(edge -> edge.getKind() == kind).toList(), self));
        }
        return related;
    }

    private static List<Edge> edges(Resource pod, Instant now) {
        Ref self = Refs.of("kubernetes.pod", pod.namespace(), pod.name());
        Instant since = pod.createdAt(now);
        List<Edge> edges = new ArrayList<>();
        claims(pod).forEach(claim -> edges.add(Telling.edge(EdgeKind.EDGE_KIND_USES, self, claim, since)));
        if (!node(pod).isEmpty() && !isOver(phase(pod))) {
            Instant started = pod.status("startTime").time().orElse(since);
            edges.add(Telling.edge(EdgeKind.EDGE_KIND_RUNS_ON, self, Refs.node(node(pod)), started));
        }
        pod.controller()
                .map(owner -> owner.toBuilder().clearUid().build())
                .ifPresent(owner -> edges.add(Telling.edge(EdgeKind.EDGE_KIND_OWNS, owner, self, since)));
        return edges;
    }

    private static void readiness(
            Telling telling, Ref subject, List<Ref> related, Resource pod, Optional<PodState> known) {
        Tree condition = pod.condition("Ready");
        boolean ready = condition.at("status").word().equals("True");
        if (known.isEmpty() || known.get().ready() == ready || isOver(phase(pod))) {
            return;
        }
        List<Tree> containers = pod.status("containerStatuses").items();
        var changed = KubernetesPodReadinessChanged.newBuilder()
                .setReady(ready)
                .setReason(condition.at("reason").word())
                .setReadyContainers((int) containers.stream()
                        .filter(each -> each.at("ready").flag())
                        .count())
                .setContainerCount(containers.size())
                .setNode(node(pod));
        boolean expected = ready || pod.deletionAt().isPresent();
        Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
        telling.tell(
                subject, related, at, expected ? Severity.SEVERITY_INFO : Severity.SEVERITY_WARNING, changed.build());
    }

    private static void unscheduled(
            Telling telling, Ref subject, List<Ref> related, Resource pod, Set<PodState.Told> told) {
        Tree condition = pod.condition("PodScheduled");
        boolean waits = condition.at("status").word().equals("False")
                && condition.at("reason").word().equals("Unschedulable");
        if (!waits) {
            told.remove(PodState.Told.UNSCHEDULED);
        } else if (told.add(PodState.Told.UNSCHEDULED)) {
            String message = condition.at("message").message();
            Instant since = condition.at("lastTransitionTime").time().orElse(pod.createdAt(telling.now()));
            var unscheduled = KubernetesPodUnscheduled.newBuilder()
                    .setReason(condition.at("reason").word())
                    .setMessage(message)
                    .setPendingSeconds(Math.max(
                            0, Duration.between(pod.createdAt(since), since).toSeconds()))
                    .addAllUnboundClaims(unbound(pod, message));
            telling.tell(subject, related, since, Severity.SEVERITY_WARNING, unscheduled.build());
        }
    }

    /** The scheduler does not name unbound claims; they are known when there is but one, or when it names a missing one. */
    private static List<String> unbound(Resource pod, String message) {
        if (!message.contains("PersistentVolumeClaim") && !message.contains("persistentvolumeclaim")) {
            return List.of();
        }
        List<String> claims = claims(pod).stream().map(Ref::getName).distinct().toList();
        return claims.size() == 1
                ? claims
                : claims.stream()
                        .filter(claim -> message.contains("\"" + claim + "\""))
                        .toList();
    }

    private static void evicted(
            Telling telling, Ref subject, List<Ref> related, Resource pod, Set<PodState.Told> told) {
        Tree disruption = pod.condition("DisruptionTarget");
        boolean disrupted = disruption.at("status").word().equals("True");
        boolean pressure =
                phase(pod).equals("Failed") && pod.status("reason").word().equals("Evicted");
        if ((!disrupted && !pressure) || !told.add(PodState.Told.EVICTED)) {
            return;
        }
        String reason = disrupted ? disruption.at("reason").word() : "Evicted";
        var evicted = KubernetesPodEvicted.newBuilder()
                .setReason(reason)
                .setMessage((pressure ? pod.status("message") : disruption.at("message")).message())
                .setNode(node(pod))
                .setByApi(!pressure && !reason.equals("TerminationByKubelet"));
        Instant at = disruption.at("lastTransitionTime").time().orElse(telling.now());
        telling.tell(subject, related, at, Severity.SEVERITY_WARNING, evicted.build());
    }

    private static void ended(Telling telling, Ref subject, List<Ref> related, Resource pod, Optional<PodState> known) {
        if (known.isEmpty() || isOver(known.get().phase()) || !isOver(phase(pod))) {
            return;
        }
        boolean failed = phase(pod).equals("Failed");
        end(
                telling,
                subject,
                related,
                pod,
                node(pod),
                failed ? PodEnd.POD_END_FAILED : PodEnd.POD_END_SUCCEEDED,
                failed ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO);
    }

    private static void stuck(Telling telling, Ref subject, List<Ref> related, Resource pod, Set<PodState.Told> told) {
        Optional<Instant> due = pod.deletionAt();
        if (due.isPresent()
                && due.get().plus(STUCK).isBefore(telling.now())
                && !isOver(phase(pod))
                && told.add(PodState.Told.STUCK)) {
            end(telling, subject, related, pod, node(pod), PodEnd.POD_END_STUCK_TERMINATING, Severity.SEVERITY_WARNING);
        }
    }

    private static void end(
            Telling telling, Ref subject, List<Ref> related, Resource pod, String node, PodEnd end, Severity severity) {
        var terminated = KubernetesPodTerminated.newBuilder()
                .setEnd(end)
                .setReason(pod.status("reason").word())
                .setMessage(pod.status("message").message())
                .setNode(node);
        pod.deletionAt().ifPresent(at -> terminated.setDeletionRequestedAt(Times.stamp(at)));
        telling.tell(subject, related, telling.now(), severity, terminated.build());
    }

    private static boolean isOver(String phase) {
        return phase.equals("Succeeded") || phase.equals("Failed");
    }

    private static String phase(Resource pod) {
        return pod.status("phase").word();
    }

    private static String node(Resource pod) {
        return pod.spec("nodeName").name();
    }
}
