package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Only so many volumes are held or frozen at once. */
final class VolumeShare implements Guard {
    @Override
    public String name() {
        return "volume-share";
    }

    @Override
    public String condition() {
        return "the share of volumes held or frozen stays within the bounds";
    }

    @Override
    public Judgement judge(Question question) {
        return Unseen.among(question.situation(), List.of(Sources.VOLUMES, Sources.CLAIMS))
                .orElseGet(() -> weigh(question));
    }

    private static Judgement weigh(Question question) {
        var held = new TreeSet<String>();
        Stream.concat(question.standing().busy().stream(), question.standing().quarantined().stream())
                .filter(each -> !isNode(each))
                .forEach(each -> held.addAll(volumes(each, question)));
        held.addAll(volumes(question.order().target(), question));
        var all = question.situation().volumes().size();
        var most =
                Math.max(1, (int) Math.floor(all * question.standing().bounds().volumeShare()));
        return held.size() <= most
                ? new Judgement.Holds(
                        "%d of %d volumes would be held or frozen; %d may be".formatted(held.size(), all, most))
                : new Judgement.Forbids(
                        "%d of %d volumes would be held or frozen, and %d may be".formatted(held.size(), all, most),
                        "let others go first, or raise volume_share in the policy");
    }

    private static List<String> volumes(Ref target, Question question) {
        return new Concern(target, question.situation())
                .volumes().stream().map(Volume::name).toList();
    }

    private static boolean isNode(Ref ref) {
        return ref.getKind().endsWith(".node");
    }
}
