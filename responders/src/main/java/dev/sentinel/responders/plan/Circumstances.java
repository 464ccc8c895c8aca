package dev.sentinel.responders.plan;

import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.Incident;
import java.time.Instant;
import java.util.Optional;

/**
 * What a plan is frozen in.
 *
 * @param inPlaceOf the ended plan that this one follows; without it the same facts give the same plan again
 */
public record Circumstances(
        Incident incident,
        Situation situation,
        Standing standing,
        Actor requestedBy,
        Instant now,
        Optional<String> inPlaceOf) {}
