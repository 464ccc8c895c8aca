package dev.sentinel.transport.bus;

import java.util.List;

/** Receives messages of one queue, in order, on one thread. */
@FunctionalInterface
public interface Handler {

    /**
     * Returns an outcome for each delivery, or for the first few, in the same order, after their effect is durable.
     * Those without an outcome were not looked at: they are handed over again, and that does not count as an attempt.
     *
     * @throws NotNow when the world (the store, the disk) is at fault and not the message
     */
    List<Outcome> handle(List<Delivery> batch);
}
