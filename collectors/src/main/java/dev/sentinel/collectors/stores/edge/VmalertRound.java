package dev.sentinel.collectors.stores.edge;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.VmalertReading;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a vmalert is asked. */
final class VmalertRound implements Round<Store, Map<String, Long>> {
    private static final Keeping<Map<String, Long>> KEEPING =
            Keeping.whole(JsonCodec.of(new TypeReference<Map<String, Long>>() {}));

    @Override
    public Keeping<Map<String, Long>> keeping() {
        return KEEPING;
    }

    @Override
    public List<String> pages() {
        return List.of("/health", "/metrics");
    }

    @Override
    public Optional<Reading<Map<String, Long>>> read(
            Facts facts, Optional<Map<String, Long>> before, Store store, Asking asking, Instant now)
            throws InterruptedException {
        return asking.text("/metrics")
                .map(page -> new VmalertReading(facts).read(before.orElse(Map.of()), store, page, now));
    }
}
