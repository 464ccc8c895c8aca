package dev.sentinel.transport.courier;

import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.routing.Partitions;
import java.time.Duration;

/** Limits and times of a courier. */
public record CourierConfig(
        Partitions partitions,
        int roundEvents,
        int roundBytes,
        int parcelEvents,
        int parcelBytes,
        Duration idle,
        Backoff again,
        Backoff probe) {

    public static CourierConfig of(Partitions partitions) {
        return new CourierConfig(
                partitions,
                4_000,
                4 << 20,
                500,
                200 << 10,
                Duration.ofMillis(500),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5)),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15)));
    }

    public CourierConfig withTimes(Backoff retry, Backoff probing) {
        return new CourierConfig(partitions, roundEvents, roundBytes, parcelEvents, parcelBytes, idle, retry, probing);
    }
}
