package dev.sentinel.responders.autonomy;

import dev.sentinel.v1.Ref;
import java.time.Instant;

/**
 * What people did, or would not have.
 *
 * @param undoing whether it was the taking back of such an act, or a no to it
 */
public record Deed(String cluster, String action, Ref target, Instant at, boolean undoing) {}
