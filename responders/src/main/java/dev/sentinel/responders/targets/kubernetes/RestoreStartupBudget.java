package dev.sentinel.responders.targets.kubernetes;

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

/** As much time for a Prometheus to start as before. */
record RestoreStartupBudget() implements Edit {
    private static final Declaration DECLARATION = new Declaration(
            "prometheus.startup_budget.restore",
            "As much time for a Prometheus to start as before",
            RiskTier.RISK_TIER_REVERSIBLE,
            List.of(Kinds.PROMETHEUS.thing()),
            List.of(
                    Parameter.optional("seconds", Parameter.Type.INTEGER, "from 60 to 86400"),
                    Parameter.optional(Inverses.ABSENT, Parameter.Type.FLAG, "take the field out, as it was found")),
            List.of("The pods are made anew: do it when a restart is harmless"),
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
        return List.of(
                order.arguments().flag(Inverses.ABSENT).orElse(false)
                        ? Field.absent("spec", RaiseStartupBudget.FIELD)
                        : Field.of(StartupSeconds.of(order, DECLARATION), "spec", RaiseStartupBudget.FIELD));
    }

    @Override
    public Inverse wayBack(Order order, Found found) {
        return Inverses.of(
                DECLARATION, Inverses.number("seconds", Json.at(found.object(), "spec", RaiseStartupBudget.FIELD)));
    }

    @Override
    public Map<String, String> facts(Found found, Cluster cluster) {
        return RaiseStartupBudget.budget(found);
    }
}
