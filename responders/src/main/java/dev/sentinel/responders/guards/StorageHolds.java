package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.v1.AffectedThing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Nothing is started on storage that still fails. */
final class StorageHolds implements Guard {
    /** What writers these have, or let be made again, nobody tells. */
    private static final List<String> UNTOLD =
            List.of("argoproj.application", "kustomize.kustomization", "helm.helmrelease", "nomad.job");

    @Override
    public String name() {
        return "storage-holds";
    }

    @Override
    public String condition() {
        return "every volume below has all its copies, and nothing happens to it";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(
                        question.situation(),
                        List.of(Sources.VOLUMES, Sources.REPLICAS, Sources.ENGINES, Sources.CLAIMS))
                .orElseGet(() -> below(question)
                        .flatMap(volume -> fault(volume, question.now()).stream())
                        .findFirst()
                        .<Judgement>map(fault -> new Judgement.Forbids(fault, "heal the storage first"))
                        .orElseGet(() -> new Judgement.Holds("the volumes below are sound")));
    }

    /**
     * The volumes that would be written to. A repository does not say what it restores while it is suspended, and a job not
     * where it writes: they are held to the volumes of the incident.
     */
    private static Stream<Volume> below(Question question) {
        var target = question.order().target();
        var refs = UNTOLD.contains(target.getKind())
                ? question.incident().stream()
                        .flatMap(incident -> Stream.concat(
                                Stream.of(incident.getPivot()),
                                incident.getBlastRadius().getThingsList().stream()
                                        .filter(thing -> !thing.getAtRiskOnly())
                                        .map(AffectedThing::getRef)))
                : Stream.of(target);
        return refs.flatMap(ref -> new Concern(ref, question.situation()).volumes().stream())
                .distinct();
    }

    private static Optional<String> fault(Volume volume, Instant now) {
        var name = "volume " + volume.name();
        if (volume.robustness() == Volume.Robustness.FAULTED || volume.robustness() == Volume.Robustness.DEGRADED) {
            return Optional.of(
                    name + " is " + (volume.robustness() == Volume.Robustness.FAULTED ? "faulted" : "degraded"));
        }
        if (volume.safeCopies().size() < volume.wantedReplicas()) {
            return Optional.of("%s has %d safe copies of %d"
                    .formatted(name, volume.safeCopies().size(), volume.wantedReplicas()));
        }
        if (RebuildInProgress.rebuilds(volume)) {
            return Optional.of(name + " is being rebuilt");
        }
        if (volume.engine().filter(engine -> engine.readOnly()).isPresent()) {
            return Optional.of(name + " is read-only");
        }
        return volume.salvagedAt()
                .filter(at -> at.isAfter(now.minus(VolumeFlapping.CALM)))
                .map(at -> "%s was salvaged at %s".formatted(name, at));
    }
}
