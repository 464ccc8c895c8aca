package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.Ref;
import java.time.Instant;

/**
 * What people did, or would not have.
 *
 * @param planId the decision that it answers
 * @param undoing whether it was the taking back of such an act, or a no to it
 */
public record Deed(String cluster, String action, Ref target, String planId, Instant at, boolean undoing) {}
