package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.books.Inverses;
import dev.sentinel.responders.books.Steps;
import dev.sentinel.v1.ExpectedOutcome;
import dev.sentinel.v1.Guard;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import java.util.List;
import java.util.Optional;

/**
 * What is done now: a step of a plan, or its taking back.
 *
 * @param planned the target as the plan saw it; empty for a taking back, which finds what the step left
 */
record Act(
        Steps.Which which,
        Order order,
        Action action,
        List<String> guards,
        Optional<ObservedTarget> planned,
        ExpectedOutcome expected) {

    static Optional<Act> of(Plan plan, Step step, Catalog catalog) {
        Order order = new Order(
                plan.getContent().getCluster(),
                step.getAction(),
                step.getTarget().getRef(),
                new Arguments(step.getArgumentsList()));
        return catalog.find(step.getAction())
                .map(action -> new Act(
                        new Steps.Which(plan.getId(), step.getNumber(), false),
                        order,
                        action,
                        step.getGuardsList().stream().map(Guard::getName).toList(),
                        Optional.of(step.getTarget()),
                        step.getExpected()));
    }

    static Optional<Act> back(Inverses.Owed owed, Catalog catalog) {
        Order order = new Order(
                owed.cluster(),
                owed.inverse().getAction(),
                owed.target(),
                new Arguments(owed.inverse().getArgumentsList()));
        return catalog.find(order.action())
                .map(action -> new Act(
                        new Steps.Which(owed.planId(), owed.step(), true),
                        order,
                        action,
                        List.of(),
                        Optional.empty(),
                        ExpectedOutcome.newBuilder()
                                .setSentence("It is as it was before")
                                .setWithinSeconds(Math.max(
                                        1, action.declaration().timeout().toSeconds()))
                                .build()));
    }

    boolean reads() {
        return action.declaration().tier() == RiskTier.RISK_TIER_READ;
    }

    String sentence() {
        return "%s%s on %s %s"
                .formatted(
                        which.inverse() ? "taking back: " : "",
                        order.action(),
                        order.target().getKind(),
                        order.target().getName());
    }
}
