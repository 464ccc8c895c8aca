package dev.sentinel.responders.guards;

import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.ObservedTarget;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether an order may be carried out now.
 *
 * @param sight the target as it is now
 * @param planned the target as it was when the plan was made; empty while it is being made
 * @param planId the plan it belongs to; empty while it is being made
 * @param incident the newest revision known; none for what a person orders without one
 */
public record Question(
        Order order,
        Sight sight,
        Optional<ObservedTarget> planned,
        Optional<String> planId,
        Optional<Incident> incident,
        Situation situation,
        Standing standing,
        Instant now) {}
