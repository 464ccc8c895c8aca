package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.situation.Survey;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is needed to act, and to know whether one may.
 *
 * @param surveys by cluster
 * @param policy the one in force whenever it is asked
 */
public record Means(
        Catalog catalog,
        Map<String, Survey> surveys,
        Guards guards,
        Conditions conditions,
        Standings standings,
        Supplier<Policy> policy) {
    public Means {
        surveys = Map.copyOf(surveys);
    }
}
