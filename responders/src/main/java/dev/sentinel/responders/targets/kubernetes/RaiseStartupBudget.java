package dev.sentinel.responders.targets.kubernetes;

import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Parameter;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** More time for a Prometheus to read its log before the kubelet ends it (domain, telemetry stores 2). */
record RaiseStartupBudget() implements Edit {
    static final String FIELD = "maximumStartupDurationSeconds";
    /** What the operator gives where nothing is said. */
    private static final String DEFAULT = "900";

    private static final Declaration DECLARATION = new Declaration(
            "prometheus.startup_budget.raise",
            "More time for a Prometheus to start before it is ended and begins anew",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.PROMETHEUS.thing()),
            List.of(Parameter.required("seconds", Parameter.Type.INTEGER, "from 60 to 86400")),
            List.of("The pods are made anew, and a log that is being read is read from its beginning once more"),
            Duration.ofSeconds(30),
            new WayBack.By("prometheus.startup_budget.restore", Duration.ofDays(7)),
            "get, patch prometheuses.monitoring.coreos.com",
            List.of("own-storage"));

    @Override
    public Declaration declaration() {
        return DECLARATION;
    }

    @Override
    public List<Field> fields(Order order, Found found) throws NoAnswer {
        return List.of(Field.of(StartupSeconds.of(order, DECLARATION), "spec", FIELD));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(DECLARATION, Inverses.number("seconds", Json.at(found.object(), "spec", FIELD)));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return budget(found);
    }

    static Map<String, String> budget(Found found) {
        return Map.of(FIELD, Json.at(found.object(), "spec", FIELD).asText(DEFAULT));
    }

    @Override
    public Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        long now = Json.at(found.object(), "spec", FIELD).asLong(Long.parseLong(DEFAULT));
        return StartupSeconds.of(order, DECLARATION) <= now
                ? Optional.of(new Outcome.Refused(
                        "startup-budget",
                        "%s has %d seconds to start already, and a new value would only make its pods anew"
                                .formatted(found.place(), now),
                        "Wait, or give it more than that."))
                : Optional.empty();
    }
}
