package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.stores.LokiReading;
import dev.sentinel.collectors.stores.LokiState;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.Answer;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Loki is asked. */
final class LokiRound implements Round<Store, LokiState> {
    private static final Keeping<LokiState> KEEPING = Keeping.whole(JsonCodec.of(LokiState.class));

    @Override
    public Keeping<LokiState> keeping() {
        return KEEPING;
    }

    @Override
    public List<String> pages() {
        return List.of("/ready", "/metrics");
    }

    @Override
    public Optional<Reading<LokiState>> read(
            Facts facts, Optional<LokiState> before, Store store, Asking asking, Instant now)
            throws InterruptedException {
        Optional<Answer> ready = asking.answer("/ready", Set.of(200, 503));
        LokiReading.Answers answers = new LokiReading.Answers(
                ready.map(Answer::status),
                ready.map(Answer::body).orElse(""),
                asking.text("/metrics"),
                // Agents are servers of their own, which nobody has named.
                Optional.empty());
        return Optional.of(new LokiReading(facts).read(before, store, answers, now));
    }
}
