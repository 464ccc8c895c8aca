package dev.sentinel.responders.guards;

import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.TrustLevel;
import java.util.Set;
import java.util.stream.Collectors;

/** Automation stops when those who tell what happens are mute, or stand on what fails and nobody else saw it. */
final class WitnessBlind implements Guard {
    @Override
    public String name() {
        return "witness-blind";
    }

    @Override
    public String condition() {
        return "the witnesses can be believed";
    }

    @Override
    public Weight weight() {
        return Weight.PEOPLE;
    }

    @Override
    public Judgement judge(Question question) {
        return question.incident().map(WitnessBlind::judge).orElseGet(() -> new Judgement.Holds("a person saw it"));
    }

    private static Judgement judge(Incident incident) {
        return incident.getSourceTrustList().stream()
                .filter(WitnessBlind::mute)
                .findFirst()
                .<Judgement>map(source -> new Judgement.Forbids(
                        "%s is %s".formatted(source.getSource(), word(source)),
                        "look for yourself, then decide; or wait until it is heard again"))
                .orElseGet(() -> onFailingStorage(incident));
    }

    private static boolean mute(SourceTrust source) {
        return source.getLevel() == TrustLevel.TRUST_LEVEL_STALE
                || source.getLevel() == TrustLevel.TRUST_LEVEL_SILENT
                || source.getLevel() == TrustLevel.TRUST_LEVEL_UNSPECIFIED;
    }

    private static String word(SourceTrust source) {
        return source.getReason().isEmpty() ? "not heard of in time" : "mute: " + source.getReason();
    }

    /** A witness on the failing storage is believed as far as somebody who does not stand there saw it too. */
    private static Judgement onFailingStorage(Incident incident) {
        var doubted = incident.getSourceTrustList().stream()
                .filter(source -> source.getLevel() == TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE)
                .map(source -> family(source.getSource()))
                .collect(Collectors.toSet());
        if (doubted.isEmpty()) {
            return new Judgement.Holds("all sources are heard");
        }
        return incident.getEvidenceList().stream().anyMatch(evidence -> believed(evidence, doubted))
                ? new Judgement.Holds("%s stands on the failing storage; others saw it too"
                        .formatted(String.join(", ", doubted.stream().sorted().toList())))
                : new Judgement.Forbids(
                        "all evidence comes from %s, which keeps its data on the failing storage"
                                .formatted(String.join(
                                        ", ", doubted.stream().sorted().toList())),
                        "look for yourself, then decide");
    }

    private static boolean believed(EvidenceRef evidence, Set<String> doubted) {
        return !evidence.getKind().equals("alert") && !doubted.contains(family(evidence.getKind()));
    }

    private static String family(String name) {
        return name.split("[./]", 2)[0];
    }
}
