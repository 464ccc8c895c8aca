package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who restores what a repository says stops doing so. Of an Argo CD application its automated sync is taken out and kept word for
 * word for the way back; Flux has a switch.
 */
record SuspendGitOps() implements Edit {
    private static final String POLICY = "policy";

    private static final Declaration DECLARATION = new Declaration(
            "gitops.suspend",
            "Who restores what a repository says stops doing so",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.APPLICATION.thing(), Kinds.KUSTOMIZATION.thing(), Kinds.HELM_RELEASE.thing()),
            List.of(),
            List.of(
                    "What is merged meanwhile has no effect until it is resumed, for all that this application or reconciler keeps"),
            Duration.ofSeconds(30),
            new WayBack.By("gitops.resume", Duration.ofDays(1)),
            "get, patch applications.argoproj.io, kustomizations.kustomize.toolkit.fluxcd.io, helmreleases.helm.toolkit.fluxcd.io",
            List.of("pause"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) {
        return List.of(
                isArgo(found) ? Field.absent("spec", "syncPolicy", "automated") : Field.of(true, "spec", "suspend"));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(
                DECLARATION,
                isArgo(found) ? Arguments.none().with(POLICY, automated(found).toString()) : Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return suspended(found);
    }

    static Map<String, String> suspended(Found found) {
        boolean suspended =
                isArgo(found) ? automated(found).isMissingNode() : Json.flag(found.object(), "spec", "suspend");
        return Map.of("suspended", Boolean.toString(suspended));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) {
        return Json.controller(found.object())
                .filter(any -> isArgo(found))
                .map(owner -> new Outcome.Refused(
                        "other-actor",
                        "%s is made by %s %s, which would put its policy back"
                                .formatted(found.place(), Json.text(owner, "kind"), Json.text(owner, "name")),
                        "Suspend it there, by hand, or let that ignore differences of spec.syncPolicy."));
    }

    static boolean isArgo(Found found) {
        return found.place().kind().equals(Kinds.APPLICATION);
    }

    static JsonNode automated(Found found) {
        return Json.at(found.object(), "spec", "syncPolicy", "automated");
    }
}
