package dev.sentinel.app.wiring;

import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.transport.spool.Condition;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.spool.SpoolLimits;
import dev.sentinel.v1.Severity;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The spool as configured, with its figures on the metrics page. */
final class Spools {

    private static final List<Severity> SEVERITIES = List.of(
            Severity.SEVERITY_INFO, Severity.SEVERITY_WARNING, Severity.SEVERITY_ERROR, Severity.SEVERITY_CRITICAL);

    private Spools() {}

    static Spool open(SentinelConfig.Spool config, MeterRegistry registry, Clock clock) {
        var limits = SpoolLimits.defaults().withMaxBytes(config.maxSize().bytes());
        var spool = Spool.open(config.folder(), config.secondFolder(), limits, clock);
        Gauge.builder("sentinel.spool.records", spool, each -> each.stats().records())
                .description("Events waiting to be delivered")
                .register(registry);
        Gauge.builder(
                        "sentinel.spool.oldest.age.seconds",
                        spool,
                        each -> each.stats().oldestAge().orElse(Duration.ZERO).toMillis() / 1000.0)
                .description("How long the oldest of them has waited")
                .register(registry);
        for (Severity severity : SEVERITIES) {
            FunctionCounter.builder(
                            "sentinel.spool.rejected",
                            spool,
                            each -> each.stats().refused().getOrDefault(severity, 0L))
                    .tag("severity", severity.name().replace("SEVERITY_", "").toLowerCase(Locale.ROOT))
                    .description("Events refused for want of room")
                    .register(registry);
        }
        return spool;
    }

    static Optional<String> trouble(Spool spool) {
        return switch (spool.stats().condition()) {
            case Condition.Durable durable -> Optional.empty();
            case Condition.SecondFolder second -> Optional.of("uses its second folder: " + second.why());
            case Condition.MemoryOnly memory -> Optional.of("keeps events in memory only: " + memory.why());
        };
    }
}
