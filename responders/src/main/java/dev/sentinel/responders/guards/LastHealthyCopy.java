package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import java.util.List;

/** No act leaves a volume without a copy that could stand alone. */
final class LastHealthyCopy implements Guard {
    @Override
    public String name() {
        return "last-healthy-copy";
    }

    @Override
    public String condition() {
        return "every volume with a copy on the target has a safe copy on another node";
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(question.situation(), List.of(Sources.VOLUMES, Sources.REPLICAS))
                .orElseGet(() -> judge(new Concern(question.order().target(), question.situation())));
    }

    private static Judgement judge(Concern concern) {
        var bare = concern.stored().stream()
                .filter(volume -> elsewhere(volume, concern) == 0)
                .map(Volume::name)
                .toList();
        if (bare.isEmpty()) {
            return new Judgement.Holds("%d volumes have copies on it; each has a safe copy elsewhere"
                    .formatted(concern.stored().size()));
        }
        return new Judgement.Forbids(
                "%s %s no safe copy on another node".formatted(Names.of(bare), bare.size() == 1 ? "has" : "have"),
                "rebuild it onto another node first; until then this one must stay");
    }

    /** Another copy on the same node is lost with it. */
    private static long elsewhere(Volume volume, Concern concern) {
        var here = volume.replicas().stream()
                .filter(concern::holds)
                .map(replica -> replica.node())
                .distinct()
                .toList();
        return volume.safeCopies().stream()
                .filter(replica -> !concern.holds(replica) && !here.contains(replica.node()))
                .count();
    }
}
