package dev.sentinel.transport.courier;

import dev.sentinel.transport.bus.Backoff;
import dev.sentinel.transport.bus.BrokerAddress;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.bus.RetryPolicy;
import dev.sentinel.transport.routing.Partitions;
import java.time.Duration;

/** The product's own settings with short times, so that an outage of minutes passes in seconds. */
final class QuickTimes {

    static final Duration CONFIRM = Duration.ofSeconds(2);
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Backoff QUICK = new Backoff(Duration.ofMillis(50), Duration.ofMillis(500));

    private QuickTimes() {}

    static BusConfig bus(BrokerAddress address) {
        return BusConfig.of(address, "flow", Layout.sentinel(Partitions.DEFAULT))
                .withTimes(CONFIRM, Duration.ofMillis(500), QUICK)
                .withRetry(new RetryPolicy(3, QUICK));
    }

    static CourierConfig courier() {
        return CourierConfig.of(Partitions.DEFAULT).withTimes(QUICK, QUICK);
    }
}
