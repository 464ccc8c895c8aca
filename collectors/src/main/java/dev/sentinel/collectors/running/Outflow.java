package dev.sentinel.collectors.running;

import dev.sentinel.v1.Event;
import java.time.Duration;
import java.util.List;

/** Where events go. */
public interface Outflow {

    /**
     * Returns when all of them are kept and survive a crash. Calling it again with the same events is harmless.
     *
     * @throws NotKept when some were not; what they were read from must be read again
     */
    void tell(List<Event> events) throws NotKept, InterruptedException;

    /** What waits to be delivered. */
    Backlog backlog();

    /** How much waits, and since when. */
    record Backlog(long events, Duration oldest) {
        public static final Backlog NONE = new Backlog(0, Duration.ZERO);
    }
}
