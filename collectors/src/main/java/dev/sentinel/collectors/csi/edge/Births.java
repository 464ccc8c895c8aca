package dev.sentinel.collectors.csi.edge;

import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.Optional;

/** Knows from the cluster since when a volume exists, which no machine can know by itself. */
@FunctionalInterface
public interface Births {
    /** Nobody to ask. */
    Births UNKNOWN = volume -> Optional.empty();

    /** When the volume was first bound, or made. Answers at once, from what is known already. */
    Optional<Instant> of(Ref volume);
}
