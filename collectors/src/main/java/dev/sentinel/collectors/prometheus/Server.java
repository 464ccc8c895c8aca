package dev.sentinel.collectors.prometheus;

import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server that is watched.
 *
 * @param ref the server as a thing
 * @param related what it runs in and stands on
 * @param startupBudget how long its startup probe lets a start take
 * @param volumeBytes the size of the volume its data is on
 */
public record Server(Ref ref, List<Ref> related, Optional<Duration> startupBudget, Optional<Long> volumeBytes) {
    public Server {
        related = List.copyOf(related);
    }
}
