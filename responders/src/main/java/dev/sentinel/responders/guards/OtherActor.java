package dev.sentinel.responders.guards;

import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Workload;
import java.util.List;
import java.util.Optional;

/** What an operator or Longhorn itself would undo at once is not done behind its back. */
final class OtherActor implements Guard {
    private static final String SETTING = "replica-auto-balance";
    private static final List<String> KNOWN_OPERATORS = List.of("monitoring.prometheus", "monitoring.alertmanager");
    private static final List<String> NOT_BALANCED = List.of("disabled", "ignored", "");

    @Override
    public String name() {
        return "other-actor";
    }

    @Override
    public String condition() {
        return "nobody else is likely to undo it";
    }

    @Override
    public Judgement judge(Question question) {
        return operator(question)
                .or(() -> autoBalance(question))
                .orElseGet(() -> new Judgement.Holds("nobody else decides about it"));
    }

    private static Optional<Judgement> operator(Question question) {
        var target = question.order().target();
        return new Concern(target, question.situation())
                .workloads().stream()
                        .filter(workload -> Concern.same(workload.ref(), target))
                        .filter(workload -> !writesWhereTheOperatorLooks(question, workload))
                        .flatMap(workload -> owner(workload).stream())
                        .findFirst();
    }

    /** Scaling goes to the operator's own resource where it has a number, or follows an operator that was stopped. */
    private static boolean writesWhereTheOperatorLooks(Question question, Workload workload) {
        return question.order().action().equals("kubernetes.workload.scale")
                && (question.order().arguments().ref("operator").isPresent()
                        || workload.owner()
                                .filter(owner -> KNOWN_OPERATORS.contains(owner.getKind()))
                                .isPresent());
    }

    private static Optional<Judgement> owner(Workload workload) {
        return workload.owner()
                .map(owner -> new Judgement.Forbids(
                        "the operator of %s %s/%s would undo it"
                                .formatted(owner.getKind(), owner.getNamespace(), owner.getName()),
                        "change %s itself".formatted(owner.getName())));
    }

    /** Moving a copy is undone by balancing; all else is not. */
    private static Optional<Judgement> autoBalance(Question question) {
        var moves = question.order().action().startsWith("longhorn.replica.")
                || question.order().action().endsWith(".eviction.on");
        if (!moves) {
            return Optional.empty();
        }
        var balanced = new Concern(question.order().target(), question.situation())
                .volumes().stream()
                        .filter(volume -> !NOT_BALANCED.contains(volume.autoBalance()))
                        .findFirst();
        return Unseen.among(question.situation(), List.of(Sources.SETTINGS, Sources.VOLUMES))
                .or(() -> Optional.ofNullable(question.situation().settings().get(SETTING))
                        .filter(setting -> !NOT_BALANCED.contains(setting))
                        .map(setting -> "Longhorn's setting %s is %s".formatted(SETTING, setting))
                        .or(() -> balanced.map(volume -> "volume %s is balanced by itself".formatted(volume.name())))
                        .map(why -> new Judgement.Forbids(
                                why + ": Longhorn would move copies back", "switch auto-balance off first")));
    }
}
