package dev.sentinel.responders.running;

import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.situation.Survey;
import java.util.Map;

/**
 * What can be seen and done.
 *
 * @param surveys by cluster
 */
public record World(Catalog catalog, Map<String, Survey> surveys, Guards guards) {
    public World {
        surveys = Map.copyOf(surveys);
    }
}
