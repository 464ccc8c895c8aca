package dev.sentinel.responders.actions;

import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.ObservedTarget;
import java.util.Optional;

/**
 * The target as it was found.
 *
 * @param wayBack what would restore exactly this; empty when nothing needs to be or can be restored
 */
public record Sight(ObservedTarget target, Standing standing, Optional<Inverse> wayBack) {

    /** How the target stands to what is ordered. */
    public enum Standing {
        /** As ordered; there is nothing left to do. */
        AS_ORDERED,
        OTHERWISE,
        /** Part of it: some hands have moved, and it is not known to be over. */
        UNDER_WAY,
        /** There is no such thing, or another one has its name. */
        GONE
    }
}
