package dev.sentinel.collectors.stores;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.ThanosCompactorHalted;
import dev.sentinel.v1.ThanosCompactorResumed;
import java.time.Instant;
import java.util.Optional;

/** A compactor's metrics: halted while its process lives (telemetry page 6.2). */
public final class ThanosReading {
    private final Facts facts;

    public ThanosReading(Facts facts) {
        this.facts = facts;
    }

    /** One metrics page. */
    public Reading<ThanosState> read(Optional<ThanosState> before, Store store, String page, Instant now) {
        Telling telling = new Telling(facts, now);
        Metrics metrics = Metrics.of(page, name -> name.startsWith("thanos_compact"));
        // Older versions spell it with "or".
        Optional<Long> value = metrics.sum("thanos_compact_halted").or(() -> metrics.sum("thanos_compactor_halted"));
        Optional<Instant> since = before.flatMap(ThanosState::haltedSince);
        if (value.isEmpty()) {
            return telling.with(new ThanosState(since));
        }
        boolean halted = value.get() >= 1;
        if (halted && since.isEmpty()) {
            telling.tell(
                    store.ref(),
                    store.related(),
                    now,
                    Severity.SEVERITY_ERROR,
                    ThanosCompactorHalted.newBuilder()
                            .setMessage("thanos_compact_halted is 1; the log names the blocks")
                            .build());
        }
        if (!halted && since.isPresent()) {
            var resumed = ThanosCompactorResumed.newBuilder().setHaltedSeconds(telling.secondsSince(since.get()));
            telling.tell(store.ref(), store.related(), now, Severity.SEVERITY_INFO, resumed.build());
        }
        return telling.with(new ThanosState(halted ? since.or(() -> Optional.of(now)) : Optional.empty()));
    }
}
