package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import java.util.List;

/** A copy that is being made is not disturbed: until it is whole it is no copy. */
final class RebuildInProgress implements Guard {
    @Override
    public String name() {
        return "rebuild-in-progress";
    }

    @Override
    public String condition() {
        return "no copy of the volumes concerned is being made";
    }

    @Override
    public Weight weight() {
        return Weight.MOMENT;
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(question.situation(), List.of(Sources.VOLUMES, Sources.REPLICAS, Sources.ENGINES))
                .orElseGet(() -> new Concern(question.order().target(), question.situation())
                        .volumes().stream()
                                .filter(RebuildInProgress::rebuilds)
                                .findFirst()
                                .<Judgement>map(volume -> new Judgement.Forbids(
                                        "volume %s is being rebuilt%s".formatted(volume.name(), progress(volume)),
                                        "wait until the copy is whole"))
                                .orElseGet(() -> new Judgement.Holds("nothing is being rebuilt")));
    }

    static boolean rebuilds(Volume volume) {
        return volume.engine().filter(engine -> !engine.rebuilds().isEmpty()).isPresent()
                || volume.replicas().stream().anyMatch(each -> each.mode() == Replica.Mode.WRITES_ONLY);
    }

    private static String progress(Volume volume) {
        return volume.engine().stream()
                .flatMap(engine -> engine.rebuilds().stream())
                .map(rebuild -> " (%d %%)".formatted(rebuild.percent()))
                .findFirst()
                .orElse("");
    }
}
