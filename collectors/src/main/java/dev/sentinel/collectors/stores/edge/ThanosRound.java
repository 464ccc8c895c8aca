package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.ThanosReading;
import dev.sentinel.collectors.stores.ThanosState;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a compactor of Thanos is asked. */
final class ThanosRound implements Round<Store, ThanosState> {
    private static final Keeping<ThanosState> KEEPING = Keeping.whole(JsonCodec.of(ThanosState.class));

    @Override
    public Keeping<ThanosState> keeping() {
        return KEEPING;
    }

    @Override
    public List<String> pages() {
        return List.of("/metrics");
    }

    @Override
    public Optional<Reading<ThanosState>> read(
            Facts facts, Optional<ThanosState> before, Store store, Asking asking, Instant now)
            throws InterruptedException {
        return asking.text("/metrics").map(page -> new ThanosReading(facts).read(before, store, page, now));
    }
}
