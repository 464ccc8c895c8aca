package dev.sentinel.collectors.kubernetes;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Quantity;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.KubernetesPersistentVolumeClaimPhaseChanged;
import dev.sentinel.v1.KubernetesPersistentVolumePhaseChanged;
import dev.sentinel.v1.KubernetesVolumeAttachmentChanged;
import dev.sentinel.v1.PersistentVolumeClaimPhase;
import dev.sentinel.v1.PersistentVolumePhase;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Claims, persistent volumes and attachments, and the chain from a claim to the volume it stands on. */
public final class StorageReading {
    public static final String CLAIM_SCOPE = "kubernetes.persistent_volume_claim";
    public static final String VOLUME_SCOPE = "kubernetes.persistent_volume";
    public static final String ATTACHMENT_SCOPE = "kubernetes.volume_attachment";

    private static final String LONGHORN_DRIVER = "driver.longhorn.io";
    private static final String DELETED = "Deleted";

    private final Facts facts;
    /** Where Longhorn's objects live; a volume handle does not say. */
    private final String longhornNamespace;

    public StorageReading(Facts facts, String longhornNamespace) {
        this.facts = facts;
        this.longhornNamespace = longhornNamespace;
    }

    /** A PersistentVolume as it is now. */
    public Reading<StorageState> volume(Optional<StorageState> before, Resource volume, Instant now) {
        return volume(before, volume, volume.status("phase").word(), now);
    }

    /** A PersistentVolume was deleted; what it was last is handed in. */
    public Reading<StorageState> volumeGone(StorageState before, Resource last, Instant now) {
        return volume(Optional.of(before), last, DELETED, now);
    }

    /** A PersistentVolumeClaim as it is now. */
    public Reading<StorageState> claim(Optional<StorageState> before, Resource claim, Instant now) {
        return claim(before, claim, claim.status("phase").word(), now);
    }

    /** A PersistentVolumeClaim was deleted; what it was last is handed in. */
    public Reading<StorageState> claimGone(StorageState before, Resource last, Instant now) {
        return claim(Optional.of(before), last, DELETED, now);
    }

    private Reading<StorageState> volume(Optional<StorageState> before, Resource volume, String word, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = volume.ref("kubernetes.persistent_volume");
        boolean gone = word.equals(DELETED);
        PersistentVolumePhase phase = Phases.volume(word);
        PersistentVolumePhase old = Phases.volume(previous(before, volume));
        boolean atRest = phase == PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_BOUND
                || phase == PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_AVAILABLE;
        if (news(before, volume, phase == old, atRest)
                && phase != PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_UNSPECIFIED) {
            var changed = KubernetesPersistentVolumePhaseChanged.newBuilder()
                    .setPhase(phase)
                    .setPreviousPhase(old)
                    .setDriver(volume.spec("csi", "driver").name())
                    .setVolumeHandle(volume.spec("csi", "volumeHandle").name())
                    .setReason(volume.status("reason").word())
                    .setMessage(volume.status("message").message())
                    .setCapacityBytes(
                            Quantity.bytes(volume.spec("capacity", "storage").word()));
            claimOf(volume).ifPresent(changed::setClaim);
            boolean failed = phase == PersistentVolumePhase.PERSISTENT_VOLUME_PHASE_FAILED;
            List<Ref> related = new ArrayList<>();
            claimOf(volume).ifPresent(related::add);
            longhorn(volume)
                    .or(() -> gone ? remembered(before, EdgeKind.EDGE_KIND_IS) : Optional.empty())
                    .ifPresent(related::add);
            Instant at = volume.status("lastPhaseTransitionTime").time().orElse(now);
            telling.tell(
                    subject,
                    related,
                    gone ? now : at,
                    failed ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                    changed.build());
        }
        List<Edge> edges = gone ? List.of() : volumeEdges(volume, now);
        return telling.with(new StorageState(volume.uid(), word, links(telling, VOLUME_SCOPE, subject, before, edges)));
    }

    private Reading<StorageState> claim(Optional<StorageState> before, Resource claim, String word, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = claim.ref("kubernetes.persistent_volume_claim");
        boolean gone = word.equals(DELETED);
        PersistentVolumeClaimPhase phase = Phases.claim(word);
        PersistentVolumeClaimPhase old = Phases.claim(previous(before, claim));
        boolean lost = phase == PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_LOST;
        String volume = claim.spec("volumeName").present() || !gone
                ? claim.spec("volumeName").name()
                : remembered(before, EdgeKind.EDGE_KIND_BOUND_TO)
                        .map(Ref::getName)
                        .orElse("");
        if (news(before, claim, phase == old, !lost)
                && phase != PersistentVolumeClaimPhase.PERSISTENT_VOLUME_CLAIM_PHASE_UNSPECIFIED) {
            var changed = KubernetesPersistentVolumeClaimPhaseChanged.newBuilder()
                    .setPhase(phase)
                    .setPreviousPhase(old)
                    .setPersistentVolume(volume)
                    .setStorageClass(claim.spec("storageClassName").name())
                    .setRequestedBytes(Quantity.bytes(
                            claim.spec("resources", "requests", "storage").word()));
            List<Ref> related = volume.isEmpty() ? List.of() : List.of(Refs.of("kubernetes.persistent_volume", volume));
            telling.tell(
                    subject, related, now, lost ? Severity.SEVERITY_ERROR : Severity.SEVERITY_INFO, changed.build());
        }
        List<Edge> edges = new ArrayList<>();
        if (!gone && !volume.isEmpty()) {
            edges.add(Telling.edge(
                    EdgeKind.EDGE_KIND_BOUND_TO,
                    subject.toBuilder().clearUid().build(),
                    Refs.of("kubernetes.persistent_volume", volume),
                    claim.createdAt(now)));
        }
        return telling.with(new StorageState(claim.uid(), word, links(telling, CLAIM_SCOPE, subject, before, edges)));
    }

    /** A VolumeAttachment of storage.k8s.io as it is now, or as it was last when it is deleted. */
    public Reading<StorageState> attachment(
            Optional<StorageState> before, Resource attachment, boolean deleted, Instant now) {
        Telling telling = new Telling(facts, now);
        Ref subject = attachment.ref("kubernetes.volume_attachment");
        boolean seen = attachment.spec().present();
        String node = seen
                ? attachment.spec("nodeName").name()
                : remembered(before, EdgeKind.EDGE_KIND_ATTACHED_TO)
                        .map(Ref::getName)
                        .orElse("");
        String volume = seen
                ? attachment.spec("source", "persistentVolumeName").name()
                : before.flatMap(old -> old.edges().stream().findFirst())
                        .map(edge -> edge.getFrom().getName())
                        .orElse("");
        boolean attached = attachment.status("attached").flag() && !deleted;
        Tree attachError = attachment.status("attachError");
        Tree detachError = attachment.status("detachError");
        String saying = "%s|%s|%s|%s"
                .formatted(
                        attached,
                        deleted,
                        attachError.at("message").message(),
                        detachError.at("message").message());
        boolean failed = attachError.present() || detachError.present();
        boolean known = before.isPresent() && before.get().uid().equals(attachment.uid());
        boolean news = known ? !before.get().phase().equals(saying) : failed;
        if (news && !node.isEmpty() && !volume.isEmpty()) {
            var changed = KubernetesVolumeAttachmentChanged.newBuilder()
                    .setAttacher(attachment.spec("attacher").name())
                    .setNode(node)
                    .setPersistentVolume(volume)
                    .setAttached(attached)
                    .setDeleted(deleted)
                    .setAttachError(attachError.at("message").message())
                    .setDetachError(detachError.at("message").message());
            Optional<Instant> errorAt = detachError
                    .at("time")
                    .time()
                    .or(() -> attachError.at("time").time());
            errorAt.ifPresent(at -> changed.setErrorAt(Times.stamp(at)));
            telling.tell(
                    subject,
                    List.of(Refs.of("kubernetes.persistent_volume", volume), Refs.node(node)),
                    errorAt.filter(at -> failed && !deleted).orElse(now),
                    failed && !deleted ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO,
                    changed.build());
        }
        List<Edge> edges = new ArrayList<>();
        if (attached && !node.isEmpty() && !volume.isEmpty()) {
            Ref attachedVolume = Refs.of("kubernetes.persistent_volume", volume);
            edges.add(Telling.edge(
                    EdgeKind.EDGE_KIND_ATTACHED_TO, attachedVolume, Refs.node(node), attachment.createdAt(now)));
        }
        return telling.with(
                new StorageState(attachment.uid(), saying, links(telling, ATTACHMENT_SCOPE, subject, before, edges)));
    }

    private List<Edge> volumeEdges(Resource volume, Instant now) {
        Ref self = Refs.of("kubernetes.persistent_volume", volume.name());
        return longhorn(volume).stream()
                .map(target -> Telling.edge(EdgeKind.EDGE_KIND_IS, self, target, volume.createdAt(now)))
                .toList();
    }

    /** By driver and handle, never by name: static volumes have names of their own (domain page 6.4). */
    private Optional<Ref> longhorn(Resource volume) {
        String handle = volume.spec("csi", "volumeHandle").name();
        return volume.spec("csi", "driver").name().equals(LONGHORN_DRIVER) && !handle.isEmpty()
                ? Optional.of(Refs.of("longhorn.volume", longhornNamespace, handle))
                : Optional.empty();
    }

    private static Optional<Ref> claimOf(Resource volume) {
        Tree claim = volume.spec("claimRef");
        String name = claim.at("name").name();
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(Refs.of(
                        "kubernetes.persistent_volume_claim",
                        claim.at("namespace").name(),
                        name));
    }

    private static Optional<Ref> remembered(Optional<StorageState> before, EdgeKind kind) {
        return before.flatMap(old -> Ends.of(old.edges(), kind));
    }

    private static String previous(Optional<StorageState> before, Resource now) {
        return before.filter(old -> old.uid().equals(now.uid()))
                .map(StorageState::phase)
                .orElse("");
    }

    private static boolean news(Optional<StorageState> before, Resource now, boolean unchanged, boolean atRest) {
        boolean known = before.isPresent() && before.get().uid().equals(now.uid());
        return known ? !unchanged : !atRest;
    }

    private static List<Edge> links(
            Telling telling, String scope, Ref subject, Optional<StorageState> before, List<Edge> now) {
        return telling.links(scope, subject, before.map(StorageState::edges).orElse(List.of()), now);
    }
}
