package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who restores what a repository says does so again, as before. */
record ResumeGitOps() implements Edit {
    private static final String POLICY = "policy";
    /** All that Argo CD knows in such a policy. */
    private static final Set<String> KNOWN = Set.of("prune", "selfHeal", "allowEmpty", "enabled");

    private static final Declaration DECLARATION = new Declaration(
            "gitops.resume",
            "Who restores what a repository says does so again, as before",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.APPLICATION.thing(), Kinds.KUSTOMIZATION.thing(), Kinds.HELM_RELEASE.thing()),
            List.of(Parameter.optional(
                    "policy",
                    Parameter.Type.TEXT,
                    "of an Argo CD application: the automated policy that was suspended, as JSON")),
            List.of("What differs from the repository is put back at once, a stopped workload too"),
            Duration.ofSeconds(30),
            new WayBack.By("gitops.suspend", Duration.ofDays(1)),
            "get, patch applications.argoproj.io, kustomizations.kustomize.toolkit.fluxcd.io, helmreleases.helm.toolkit.fluxcd.io",
            List.of("pause"));

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) throws NoAnswer {
        return List.of(
                SuspendGitOps.isArgo(found)
                        ? new Field(List.of("spec", "syncPolicy", "automated"), policy(order))
                        : Field.absent("spec", "suspend"));
    }

    private static JsonNode policy(Order order) throws NoAnswer {
        try {
            JsonNode policy = JSON.readTree(order.arguments().text(POLICY).orElse(""));
            if (policy.isObject()
                    && policy.properties().stream()
                            .allMatch(each -> KNOWN.contains(each.getKey())
                                    && each.getValue().isBoolean())) {
                return policy;
            }
        } catch (JsonProcessingException e) {
            // Said below, with what would be right.
        }
        throw new NoAnswer(
                NoAnswer.Why.UNSUPPORTED,
                "%s of an Argo CD application wants the policy that was suspended, like {\"prune\":true,\"selfHeal\":true}"
                        .formatted(DECLARATION.name()),
                null);
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Arguments.none());
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return SuspendGitOps.suspended(found);
    }
}
