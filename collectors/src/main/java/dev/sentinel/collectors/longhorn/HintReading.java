package dev.sentinel.collectors.longhorn;

import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.CorruptionWitness;
import dev.sentinel.v1.LonghornReplicaCorrupted;
import dev.sentinel.v1.LonghornVolumeDetachedUnexpectedly;
import dev.sentinel.v1.LonghornVolumeRemountRequested;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The few facts that Longhorn says in events only (domain page, section 2). */
final class HintReading {
    private static final String CORRUPTED = "Detected corrupted replica ";
    private static final String FAILED_REBUILD = "Failed rebuilding replica with Address ";
    private static final String POD_DELETION = "Requesting workload pod ";

    private final World world;
    private final Telling telling;

    HintReading(World world, Telling telling) {
        this.world = world;
        this.telling = telling;
    }

    void read(Hint hint) {
        if (!hint.apiVersion().startsWith("longhorn.io/")) {
            return;
        }
        Instant at = hint.lastAt().orElse(telling.now());
        switch (hint.kind() + "/" + hint.reason()) {
            // The same reason on a VolumeAttachment says something else and is no danger. The second spelling is that
            // of 1.4.
            case "Volume/DetachedUnexpectedly", "Volume/DetachedUnexpectly" -> detached(hint, at);
            case "Volume/Remount" -> remount(hint, at);
            case "Engine/Faulted" -> corrupted(hint, at);
            case "Engine/FailedRebuilding" -> failedRebuild(hint, at);
            default -> {
                // the resources say it better
            }
        }
    }

    private void detached(Hint hint, Instant at) {
        String volume = hint.about().getName();
        Optional<String> engine = world.enginesOf(volume).keySet().stream().findFirst();
        var detached = LonghornVolumeDetachedUnexpectedly.newBuilder()
                .setNode(world.find(Known.Volume.class, Kinds.VOLUME, volume)
                        .map(Known.Volume::node)
                        .orElse(""))
                .setEngine(engine.orElse(""))
                .setMessage(hint.text());
        List<Ref> related =
                engine.map(name -> List.of(world.ref(Kinds.ENGINE, name))).orElse(List.of());
        telling.tell(hint.about(), related, at, Severity.SEVERITY_CRITICAL, detached.build());
    }

    private void remount(Hint hint, Instant at) {
        // The normal event of this reason repeats what the volume's own time says.
        if (!hint.warning() || !hint.text().startsWith(POD_DELETION)) {
            return;
        }
        String pod = word(hint.text(), POD_DELETION.length());
        var requested = LonghornVolumeRemountRequested.newBuilder().setMessage(hint.text());
        if (!pod.isEmpty()) {
            requested.setPod(Refs.of("kubernetes.pod", pod.substring(pod.indexOf('/') + 1)));
        }
        telling.tell(hint.about(), List.of(), at, Severity.SEVERITY_WARNING, requested.build());
    }

    private void corrupted(Hint hint, Instant at) {
        if (!hint.text().startsWith(CORRUPTED)) {
            return;
        }
        String address = word(hint.text(), CORRUPTED.length());
        world.find(Known.Engine.class, Kinds.ENGINE, hint.about().getName()).ifPresent(engine -> {
            Optional<String> replica = engine.replicaAt(address);
            var corrupted = LonghornReplicaCorrupted.newBuilder()
                    .setVolume(engine.volume())
                    .setWitness(CorruptionWitness.CORRUPTION_WITNESS_SNAPSHOT_CHECKSUM)
                    .setNode(replica.flatMap(name -> world.find(Known.Replica.class, Kinds.REPLICA, name))
                            .map(Known.Replica::node)
                            .orElse(""))
                    .setAddress(address)
                    .setMessage(hint.text());
            Ref subject = replica.map(name -> world.ref(Kinds.REPLICA, name)).orElse(hint.about());
            List<Ref> related = List.of(world.ref(Kinds.VOLUME, engine.volume()), hint.about());
            telling.tell(subject, related, at, Severity.SEVERITY_ERROR, corrupted.build());
        });
    }

    /** It names the address only. */
    private void failedRebuild(Hint hint, Instant at) {
        if (!hint.text().startsWith(FAILED_REBUILD)) {
            return;
        }
        int end = hint.text().indexOf(": ", FAILED_REBUILD.length());
        String address = end < 0 ? "" : hint.text().substring(FAILED_REBUILD.length(), end);
        world.find(Known.Engine.class, Kinds.ENGINE, hint.about().getName())
                .ifPresent(engine -> engine.replicaAt(address)
                        .ifPresent(replica -> new RebuildTelling(world, telling)
                                .failed(
                                        engine.volume(),
                                        replica,
                                        "",
                                        hint.text().substring(end + 2),
                                        at)));
    }

    private static String word(String text, int from) {
        int end = text.indexOf(' ', from);
        return end < 0 ? text.substring(from) : text.substring(from, end);
    }
}
