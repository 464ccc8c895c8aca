package dev.sentinel.responders.execution;

import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.conditions.Conditions;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.situation.Survey;
import java.util.Map;

/**
 * What is needed to act, and to know whether one may.
 *
 * @param surveys by cluster
 */
public record Means(
        Catalog catalog, Map<String, Survey> surveys, Guards guards, Conditions conditions, Standings standings) {
    public Means {
        surveys = Map.copyOf(surveys);
    }
}
