package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.Plan;
import java.time.Instant;

/**
 * A plan that was only thought.
 *
 * @param lookedAt when it was last looked at whether people did it; what nobody looked at is not judged
 */
public record Thought(Plan plan, Instant lookedAt) {}
