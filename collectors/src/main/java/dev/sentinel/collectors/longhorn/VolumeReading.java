package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.LonghornRobustness;
import dev.sentinel.v1.LonghornVolumeRemountRequested;
import dev.sentinel.v1.LonghornVolumeRobustnessChanged;
import dev.sentinel.v1.LonghornVolumeSchedulingFailed;
import dev.sentinel.v1.LonghornVolumeSchedulingRecovered;
import dev.sentinel.v1.LonghornVolumeState;
import dev.sentinel.v1.LonghornVolumeStateChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Volumes: state, robustness, placing, remount (domain page 1.3); salvage and empty shells have files of their own. */
final class VolumeReading {
    private final World world;
    private final Telling telling;

    VolumeReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Resource volume) {
        var key = new World.Key(Kinds.VOLUME, volume.name());
        Optional<Known.Volume> any = world.find(Known.Volume.class, key);
        Optional<Known.Volume> before = any.filter(old -> old.uid().equals(volume.uid()) && !old.gone());
        Ref subject = volume.ref(Kinds.VOLUME);
        boolean waited = state(volume, subject, before);
        boolean oneCopy = world.lastCopies(volume.name()) == 1;
        robustness(volume, subject, before);
        Optional<Instant> unscheduledSince = scheduling(volume, subject, before);
        remount(volume, subject, before);
        List<Instant> salvages = new SalvageTelling(world, telling).read(volume, subject, before);
        boolean emptyTold = new EmptyShell(world, telling).read(volume, subject, any);
        List<Edge> edges = telling.links(
                Kinds.VOLUME, subject, any.map(Known.Volume::edges).orElse(List.of()), edges(volume, any));
        world.put(
                key,
                new Known.Volume(
                        volume.uid(),
                        stateOf(volume),
                        waited,
                        robustnessOf(volume),
                        oneCopy,
                        volume.spec("numberOfReplicas").count(),
                        volume.status("currentNodeID").name(),
                        unscheduledSince,
                        volume.status("remountRequestedAt").time(),
                        volume.status("lastAutoSalvagedAt").time(),
                        salvages,
                        Math.max(
                                any.map(Known.Volume::mostBytes).orElse(0L),
                                volume.status("actualSize").amount()),
                        emptyTold,
                        false,
                        edges));
    }

    void gone(Resource last) {
        var key = new World.Key(Kinds.VOLUME, last.name());
        Optional<Known.Volume> before = world.find(Known.Volume.class, key);
        Ref subject = last.ref(Kinds.VOLUME);
        new EmptyShell(world, telling).gone(last, subject);
        before.ifPresent(old -> {
            telling.links(Kinds.VOLUME, subject, old.edges(), List.of());
            world.put(key, goneNow(old));
        });
    }

    /** Replicas or engines changed: a degraded volume that came to its last copy, or got a second one, is told again. */
    void copiesChanged(String name) {
        var key = new World.Key(Kinds.VOLUME, name);
        Optional<Known.Volume> known = world.find(Known.Volume.class, key);
        boolean oneCopy = world.lastCopies(name) == 1;
        if (known.isEmpty() || known.get().gone() || known.get().oneCopy() == oneCopy) {
            return;
        }
        Known.Volume old = known.get();
        world.put(key, withOneCopy(old, oneCopy));
        if (old.robustness() == LonghornRobustness.LONGHORN_ROBUSTNESS_DEGRADED) {
            var told = counted(name)
                    .setRobustness(old.robustness())
                    .setPreviousRobustness(old.robustness())
                    .setState(old.state())
                    .setWantedReplicas(old.wanted())
                    .build();
            Ref subject = Refs.of(Kinds.VOLUME, world.namespace(), name, old.uid());
            telling.tell(
                    subject,
                    List.of(),
                    telling.now(),
                    oneCopy ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING,
                    told);
        }
    }

    private boolean state(Resource volume, Ref subject, Optional<Known.Volume> before) {
        LonghornVolumeState state = stateOf(volume);
        LonghornVolumeState old =
                before.map(Known.Volume::state).orElse(LonghornVolumeState.LONGHORN_VOLUME_STATE_UNSPECIFIED);
        boolean attached = state == LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHED;
        boolean waited = !attached && isWanted(volume);
        boolean rests = !waited && (attached || state == LonghornVolumeState.LONGHORN_VOLUME_STATE_DETACHED);
        boolean wasWaited = before.map(Known.Volume::waited).orElse(false);
        boolean news = before.isEmpty() ? !rests : state != old || waited != wasWaited;
        if (!news || state == LonghornVolumeState.LONGHORN_VOLUME_STATE_UNSPECIFIED) {
            return waited;
        }
        var changed = LonghornVolumeStateChanged.newBuilder()
                .setState(state)
                .setPreviousState(old)
                .setRobustness(robustnessOf(volume))
                .setNode(volume.status("currentNodeID").name())
                .setOwnerNode(volume.status("ownerID").name())
                .setWorkloadWaiting(waited)
                .setSizeBytes(volume.spec("size").amount())
                .setDataEngine(Words.dataEngine(dataEngine(volume)));
        volume.status("actualSize").whole().ifPresent(bytes -> changed.setActualSizeBytes(Math.max(0, bytes)));
        boolean stands = waited && state != LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHING;
        telling.tell(
                subject,
                related(volume),
                telling.now(),
                stands ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                changed.build());
        return waited;
    }

    /** A ticket of the workload's, or a pod that refers to the claim now: past pods leave a time (domain page 1.3). */
    private boolean isWanted(Resource volume) {
        boolean ticket = world.find(Known.Tickets.class, Kinds.TICKETS, volume.name())
                .filter(tickets -> tickets.tickets().values().stream()
                        .anyMatch(each -> each.getType().equals("csi-attacher")))
                .isPresent();
        Tree kubernetes = volume.status("kubernetesStatus");
        boolean pods = kubernetes.at("lastPodRefAt").time().isEmpty()
                && kubernetes.at("workloadsStatus").items().stream()
                        .map(each -> each.at("podStatus").word())
                        .anyMatch(phase -> phase.equals("Pending") || phase.equals("Running"));
        return ticket || pods;
    }

    private void robustness(Resource volume, Ref subject, Optional<Known.Volume> before) {
        LonghornRobustness is = robustnessOf(volume);
        LonghornRobustness was =
                before.map(Known.Volume::robustness).orElse(LonghornRobustness.LONGHORN_ROBUSTNESS_UNSPECIFIED);
        boolean attached = stateOf(volume) == LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHED;
        boolean atRest = is == LonghornRobustness.LONGHORN_ROBUSTNESS_HEALTHY
                || (is == LonghornRobustness.LONGHORN_ROBUSTNESS_UNKNOWN && !attached);
        if (is == was || is == LonghornRobustness.LONGHORN_ROBUSTNESS_UNSPECIFIED || (before.isEmpty() && atRest)) {
            return;
        }
        var changed = counted(volume.name())
                .setRobustness(is)
                .setPreviousRobustness(was)
                .setState(stateOf(volume))
                .setWantedReplicas(volume.spec("numberOfReplicas").count())
                .setSizeBytes(volume.spec("size").amount());
        Optional<Instant> degradedAt = volume.status("lastDegradedAt").time();
        degradedAt.ifPresent(at -> changed.setDegradedAt(Times.stamp(at)));
        boolean degraded = is == LonghornRobustness.LONGHORN_ROBUSTNESS_DEGRADED;
        Instant at = degradedAt.filter(since -> degraded).orElse(telling.now());
        telling.tell(subject, related(volume), at, severity(volume, is, attached), changed.build());
    }

    /** Domain page, section 8, point 3. */
    private Severity severity(Resource volume, LonghornRobustness robustness, boolean attached) {
        return switch (robustness) {
            case LONGHORN_ROBUSTNESS_FAULTED -> Severity.SEVERITY_CRITICAL;
            case LONGHORN_ROBUSTNESS_DEGRADED ->
                world.lastCopies(volume.name()) == 1 ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
            case LONGHORN_ROBUSTNESS_UNKNOWN -> attached ? Severity.SEVERITY_ERROR : Severity.SEVERITY_INFO;
            case LONGHORN_ROBUSTNESS_HEALTHY, LONGHORN_ROBUSTNESS_UNSPECIFIED, UNRECOGNIZED -> Severity.SEVERITY_INFO;
        };
    }

    private LonghornVolumeRobustnessChanged.Builder counted(String name) {
        return LonghornVolumeRobustnessChanged.newBuilder()
                .setReplicasInService(world.inService(name))
                .setReplicasRebuilding(world.rebuilding(name))
                .setLastCopyCandidates(world.lastCopies(name));
    }

    private Optional<Instant> scheduling(Resource volume, Ref subject, Optional<Known.Volume> before) {
        // The condition was lower case before Longhorn had typed conditions; only this spelling is read from 1.5 on.
        Tree condition = volume.condition("Scheduled");
        Optional<Instant> since = before.flatMap(Known.Volume::unscheduledSince);
        boolean fails = condition.at("status").word().equals("False")
                && !condition.at("reason").word().isEmpty();
        Instant at = condition.at("lastTransitionTime").time().orElse(telling.now());
        if (fails && since.isEmpty()) {
            var failed = LonghornVolumeSchedulingFailed.newBuilder()
                    .setReason(condition.at("reason").word())
                    .setMessage(condition.at("message").message());
            telling.tell(subject, related(volume), at, Severity.SEVERITY_WARNING, failed.build());
            return Optional.of(at);
        }
        if (!fails && since.isPresent()) {
            var recovered = LonghornVolumeSchedulingRecovered.newBuilder()
                    .setFailingSeconds(
                            Math.max(0, at.getEpochSecond() - since.get().getEpochSecond()));
            telling.tell(subject, related(volume), at, Severity.SEVERITY_INFO, recovered.build());
            return Optional.empty();
        }
        return since;
    }

    private void remount(Resource volume, Ref subject, Optional<Known.Volume> before) {
        Optional<Instant> requestedAt = volume.status("remountRequestedAt").time();
        boolean news = before.isPresent()
                && requestedAt.isPresent()
                && !requestedAt.equals(before.get().remountAt());
        if (news) {
            var requested = LonghornVolumeRemountRequested.newBuilder().setRequestedAt(Times.stamp(requestedAt.get()));
            telling.tell(subject, related(volume), requestedAt.get(), Severity.SEVERITY_WARNING, requested.build());
        }
    }

    private List<Edge> edges(Resource volume, Optional<Known.Volume> before) {
        String node = volume.status("currentNodeID").name();
        if (node.isEmpty() || stateOf(volume) != LonghornVolumeState.LONGHORN_VOLUME_STATE_ATTACHED) {
            return List.of();
        }
        // First seen attached: it may have been for as long as it exists, and evidence of yesterday should find it.
        Instant since = before.isPresent() ? telling.now() : volume.createdAt(telling.now());
        return List.of(Telling.edge(
                EdgeKind.EDGE_KIND_ATTACHED_TO, world.ref(Kinds.VOLUME, volume.name()), Refs.node(node), since));
    }

    static List<Ref> related(Resource volume) {
        List<Ref> related = new ArrayList<>();
        Tree kubernetes = volume.status("kubernetesStatus");
        String persistentVolume = kubernetes.at("pvName").name();
        String claim = kubernetes.at("pvcName").name();
        if (!persistentVolume.isEmpty()) {
            related.add(Refs.of("kubernetes.persistent_volume", persistentVolume));
        }
        // With this time set the claim is history, and may belong to another volume by now (domain page 1.3).
        if (!claim.isEmpty() && kubernetes.at("lastPVCRefAt").time().isEmpty()) {
            related.add(Refs.of(
                    "kubernetes.persistent_volume_claim",
                    kubernetes.at("namespace").name(),
                    claim));
        }
        String node = volume.status("currentNodeID").name();
        if (!node.isEmpty()) {
            related.add(Refs.node(node));
        }
        return related;
    }

    /** Called dataEngine from 1.6, backendStoreDriver before. */
    private static String dataEngine(Resource volume) {
        return volume.spec("dataEngine").present()
                ? volume.spec("dataEngine").word()
                : volume.spec("backendStoreDriver").word();
    }

    private static LonghornVolumeState stateOf(Resource volume) {
        return Words.volume(volume.status("state").word());
    }

    static LonghornRobustness robustnessOf(Resource volume) {
        return Words.robustness(volume.status("robustness").word());
    }

    private static Known.Volume goneNow(Known.Volume old) {
        return new Known.Volume(
                old.uid(),
                old.state(),
                false,
                old.robustness(),
                old.oneCopy(),
                old.wanted(),
                "",
                Optional.empty(),
                old.remountAt(),
                old.autoSalvagedAt(),
                old.salvages(),
                old.mostBytes(),
                old.emptyTold(),
                true,
                List.of());
    }

    private static Known.Volume withOneCopy(Known.Volume old, boolean oneCopy) {
        return new Known.Volume(
                old.uid(),
                old.state(),
                old.waited(),
                old.robustness(),
                oneCopy,
                old.wanted(),
                old.node(),
                old.unscheduledSince(),
                old.remountAt(),
                old.autoSalvagedAt(),
                old.salvages(),
                old.mostBytes(),
                old.emptyTold(),
                old.gone(),
                old.edges());
    }
}
