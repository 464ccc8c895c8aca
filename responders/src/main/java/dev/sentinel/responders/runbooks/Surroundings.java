package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an incident is about, found in the situation: its node, its volumes, who writes to them. */
public final class Surroundings {
    private static final String USUAL_NAMESPACE = "longhorn-system";
    private static final String PROMETHEUS = "monitoring.prometheus";

    private final Incident incident;
    private final Situation situation;

    public Surroundings(Incident incident, Situation situation) {
        this.incident = incident;
        this.situation = situation;
    }

    Found pivot() {
        var pivot = incident.getPivot();
        return new Found.Targets(List.of(
                switch (pivot.getKind()) {
                    case "kubernetes.node" ->
                        situation
                                .machine(pivot.getName())
                                .map(Surroundings::node)
                                .orElse(pivot);
                    case "longhorn.volume" ->
                        situation.volume(pivot.getName()).map(this::volume).orElse(pivot);
                    default -> pivot;
                }));
    }

    Found node() {
        return Found.of(machine().map(Surroundings::node).stream().toList(), noNode());
    }

    Found longhornNode() {
        return Found.of(
                machine()
                        .flatMap(machine -> machine.storage()
                                .map(storage -> ref("longhorn.node", longhorn(), machine.name(), storage.uid())))
                        .stream()
                        .toList(),
                machine().isEmpty()
                        ? noNode()
                        : "Longhorn has no node of the name " + machine().get().name());
    }

    Found volumes() {
        return Found.of(
                affected().stream().map(this::volume).toList(),
                "no volume of the cluster is among what the incident names as hurt");
    }

    Found writers() {
        return Found.of(
                writing().stream().map(Workload::ref).toList(), "no workload has a claim on the affected volumes");
    }

    Found prometheuses() {
        return Found.of(
                Stream.concat(
                                hurt().filter(each -> each.getKind().equals(PROMETHEUS)),
                                writing().stream().flatMap(each -> prometheus(each).stream()))
                        .distinct()
                        .toList(),
                "no Prometheus that an operator keeps is hurt");
    }

    Found keepers() {
        return Found.of(
                writing().stream()
                        .flatMap(each -> each.gitOps().stream())
                        .flatMap(each -> keeper(each).stream())
                        .distinct()
                        .toList(),
                "no repository restores the writers");
    }

    /** From what the survey calls it: "argocd/apps/monitoring". */
    private static Optional<Ref> keeper(String keeper) {
        var parts = keeper.split("/", 3);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return switch (parts[0]) {
            case "argocd" -> Optional.of(ref("argoproj.application", parts[1], parts[2], ""));
            case "flux-kustomization" -> Optional.of(ref("kustomize.kustomization", parts[1], parts[2], ""));
            case "flux-helmrelease" -> Optional.of(ref("helm.helmrelease", parts[1], parts[2], ""));
            default -> Optional.empty();
        };
    }

    Found nomadJobs() {
        return Found.of(
                Stream.concat(hurt(), incident.getEvidenceList().stream().map(EvidenceRef::getSubject))
                        .filter(each -> each.getKind().equals("nomad.job"))
                        .distinct()
                        .toList(),
                "no Nomad job is among what the incident names");
    }

    Found setting(String name) {
        return situation.settings().containsKey(name)
                ? new Found.Targets(List.of(ref("longhorn.setting", longhorn(), name, "")))
                : new Found.Nothing("Longhorn has no setting %s here".formatted(name));
    }

    /** The machine that the incident turns around. */
    public Optional<Machine> machine() {
        var pivot = incident.getPivot();
        var name = pivot.getName();
        return switch (pivot.getKind()) {
            case "kubernetes.node", "longhorn.node", "host.machine" -> situation.machine(name);
            case "longhorn.instance_manager" ->
                machineWith(each -> each.instanceManagers().stream()
                        .anyMatch(manager -> manager.name().equals(name)));
            case "longhorn.disk" ->
                machineWith(each -> each.storage().stream()
                        .flatMap(storage -> storage.disks().stream())
                        .anyMatch(
                                disk -> disk.name().equals(name) || disk.uuid().equals(name)));
            case "longhorn.replica" ->
                situation.volumes().stream()
                        .flatMap(volume -> volume.replicas().stream())
                        .filter(replica -> replica.name().equals(name))
                        .findFirst()
                        .flatMap(replica -> situation.machine(replica.node()));
            default -> Optional.empty();
        };
    }

    private Optional<Machine> machineWith(Predicate<Machine> wanted) {
        return situation.machines().stream().filter(wanted).findFirst();
    }

    /** Volumes that are hurt; those that are only at risk are left alone. */
    public List<Volume> affected() {
        return situation.volumes().stream()
                .filter(volume -> hurt().anyMatch(each -> concerns(each, volume)))
                .toList();
    }

    private boolean concerns(Ref hurt, Volume volume) {
        return switch (hurt.getKind()) {
            case "longhorn.volume" -> hurt.getName().equals(volume.name());
            case "longhorn.replica" ->
                volume.replicas().stream().anyMatch(each -> each.name().equals(hurt.getName()));
            case "longhorn.engine" ->
                volume.engine()
                        .filter(each -> each.name().equals(hurt.getName()))
                        .isPresent();
            case "kubernetes.persistent_volume" ->
                volume.claim()
                        .filter(each -> each.persistentVolume().equals(hurt.getName()))
                        .isPresent();
            case "kubernetes.persistent_volume_claim" ->
                volume.claim()
                        .filter(each -> each.namespace().equals(hurt.getNamespace())
                                && each.name().equals(hurt.getName()))
                        .isPresent();
            default ->
                situation.workloads().stream().filter(each -> isIn(hurt, each)).anyMatch(each -> stands(each, volume));
        };
    }

    /** Whether the thing is the workload, its owner, or one of its pods, as servers are named by their pods. */
    private static boolean isIn(Ref thing, Workload workload) {
        var here = thing.getNamespace().equals(workload.ref().getNamespace());
        return switch (thing.getKind()) {
            case "kubernetes.pod", "prometheus.server", "loki.server", "victoria.server" ->
                here && workload.pods().contains(thing.getName());
            default ->
                same(thing, workload.ref())
                        || workload.owner().filter(each -> same(each, thing)).isPresent();
        };
    }

    private static boolean same(Ref a, Ref b) {
        return a.getKind().equals(b.getKind())
                && a.getNamespace().equals(b.getNamespace())
                && a.getName().equals(b.getName());
    }

    private static boolean stands(Workload workload, Volume volume) {
        return volume.claim().filter(workload.claims()::contains).isPresent();
    }

    private List<Workload> writing() {
        var affected = affected();
        return situation.workloads().stream()
                .filter(workload -> affected.stream().anyMatch(volume -> stands(workload, volume)))
                .toList();
    }

    private static Optional<Ref> prometheus(Workload workload) {
        return workload.owner().filter(each -> each.getKind().equals(PROMETHEUS));
    }

    /** The pivot, and what suffers already; never what only may. */
    private Stream<Ref> hurt() {
        return Stream.concat(
                Stream.of(incident.getPivot()),
                incident.getBlastRadius().getThingsList().stream()
                        .filter(each -> !each.getAtRiskOnly())
                        .map(AffectedThing::getRef));
    }

    private String noNode() {
        return "the node of %s %s is not in the cluster"
                .formatted(incident.getPivot().getKind(), incident.getPivot().getName());
    }

    /** The namespace that the incident speaks of Longhorn's things in. */
    private String longhorn() {
        return Stream.concat(hurt(), incident.getEvidenceList().stream().map(EvidenceRef::getSubject))
                .filter(each -> each.getKind().startsWith("longhorn.")
                        && !each.getNamespace().isEmpty())
                .map(Ref::getNamespace)
                .findFirst()
                .orElse(USUAL_NAMESPACE);
    }

    private static Ref node(Machine machine) {
        return ref("kubernetes.node", "", machine.name(), machine.uid());
    }

    private Ref volume(Volume volume) {
        return ref("longhorn.volume", longhorn(), volume.name(), volume.uid());
    }

    private static Ref ref(String kind, String namespace, String name, String uid) {
        return Ref.newBuilder()
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .setUid(uid)
                .build();
    }
}
