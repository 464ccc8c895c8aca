package dev.sentinel.transport.bus;

import java.time.Duration;

/** Limits and times of the bus. */
public record BusConfig(
        BrokerAddress address,
        String clientName,
        Layout layout,
        int window,
        int windowBytes,
        int maxMessageBytes,
        int prefetch,
        Duration confirmTimeout,
        Duration probeEvery,
        Backoff reconnect,
        RetryPolicy retry) {

    public static BusConfig of(BrokerAddress address, String clientName, Layout layout) {
        return new BusConfig(
                address,
                clientName,
                layout,
                128,
                4 << 20,
                256 << 10,
                200,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10)),
                new RetryPolicy(5, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5))));
    }

    public BusConfig withWindow(int messages) {
        return new BusConfig(
                address,
                clientName,
                layout,
                messages,
                windowBytes,
                maxMessageBytes,
                prefetch,
                confirmTimeout,
                probeEvery,
                reconnect,
                retry);
    }

    public BusConfig withPrefetch(int messages) {
        return new BusConfig(
                address,
                clientName,
                layout,
                window,
                windowBytes,
                maxMessageBytes,
                messages,
                confirmTimeout,
                probeEvery,
                reconnect,
                retry);
    }

    public BusConfig withTimes(Duration confirm, Duration probe, Backoff backoff) {
        return new BusConfig(
                address,
                clientName,
                layout,
                window,
                windowBytes,
                maxMessageBytes,
                prefetch,
                confirm,
                probe,
                backoff,
                retry);
    }

    public BusConfig withRetry(RetryPolicy policy) {
        return new BusConfig(
                address,
                clientName,
                layout,
                window,
                windowBytes,
                maxMessageBytes,
                prefetch,
                confirmTimeout,
                probeEvery,
                reconnect,
                policy);
    }
}
