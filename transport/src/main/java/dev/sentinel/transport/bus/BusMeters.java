package dev.sentinel.transport.bus;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** What the bus counts. */
final class BusMeters {

    private final Timer confirm;
    private final Counter refused;
    private final Counter unknown;
    private final Counter notSent;
    private final Counter parked;
    private final Counter retried;

    BusMeters(MeterRegistry registry) {
        this.confirm = Timer.builder("sentinel.publish.confirm.duration")
                .description("From sending a message to the broker's confirm")
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5))
                .register(registry);
        this.refused = counter(registry, "sentinel.publish.refused", "Messages the broker did not take");
        this.unknown = counter(registry, "sentinel.publish.unknown", "Messages without a confirm");
        this.notSent = counter(registry, "sentinel.publish.not.sent", "Messages that never left for want of a broker");
        this.parked = counter(registry, "sentinel.consume.parked", "Messages put aside with a reason");
        this.retried = counter(registry, "sentinel.consume.retried", "Attempts beyond a message's first");
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void answered(Confirmation confirmation, Duration after) {
        switch (confirmation) {
            case Confirmation.Confirmed c -> confirm.record(after);
            case Confirmation.Refused r -> refused.increment();
            case Confirmation.Unknown u -> unknown.increment();
            case Confirmation.NotSent n -> notSent.increment();
        }
    }

    void parked() {
        parked.increment();
    }

    void retried() {
        retried.increment();
    }
}
