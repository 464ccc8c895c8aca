package dev.sentinel.responders.guards;

import dev.sentinel.v1.Ref;
import java.util.stream.Stream;

/** Sentinel does not act by itself on what its own broker and store stand on. */
final class OwnStorage implements Guard {
    @Override
    public String name() {
        return "own-storage";
    }

    @Override
    public String condition() {
        return "Sentinel's own storage is not concerned";
    }

    @Override
    public Weight weight() {
        return Weight.PEOPLE;
    }

    @Override
    public Judgement judge(Question question) {
        var target = question.order().target();
        var concern = new Concern(target, question.situation());
        return question.standing().own().stream()
                .filter(own -> Concern.same(own, target) || touched(concern, question, own))
                .findFirst()
                .<Judgement>map(own -> new Judgement.Forbids(
                        "Sentinel keeps its own data on %s %s".formatted(own.getKind(), own.getName()),
                        "a person decides; Sentinel may be gone while it is done"))
                .orElseGet(() -> new Judgement.Holds("Sentinel's own data lies elsewhere"));
    }

    /** A node that serves the volume counts; one that only has a copy of it does not. */
    private static boolean touched(Concern concern, Question question, Ref own) {
        var node = concern.machine();
        var volumes = node.isPresent()
                ? question.situation().volumes().stream()
                        .filter(volume -> volume.node().equals(node.get().name()))
                : concern.volumes().stream();
        return volumes.flatMap(volume -> Stream.concat(
                        Stream.of(Ref.newBuilder()
                                .setKind("longhorn.volume")
                                .setName(volume.name())
                                .build()),
                        volume.claim().stream()
                                .map(claim -> Ref.newBuilder()
                                        .setKind("kubernetes.persistent_volume_claim")
                                        .setNamespace(claim.namespace())
                                        .setName(claim.name())
                                        .build())))
                .anyMatch(each -> each.getKind().equals(own.getKind())
                        && each.getName().equals(own.getName())
                        && (each.getNamespace().isEmpty() || each.getNamespace().equals(own.getNamespace())));
    }
}
