package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.stores.VictoriaReading;
import dev.sentinel.collectors.stores.VictoriaState;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import dev.sentinel.v1.VictoriaProduct;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a VictoriaMetrics or VictoriaLogs is asked: its own metrics, and whether it still finds the past. */
final class VictoriaRound implements Round<Store, VictoriaState> {
    private static final Keeping<VictoriaState> KEEPING = Keeping.whole(JsonCodec.of(VictoriaState.class));

    private final VictoriaProduct product;
    private final History history;

    VictoriaRound(VictoriaProduct product, History history) {
        this.product = product;
        this.history = history;
    }

    @Override
    public Keeping<VictoriaState> keeping() {
        return KEEPING;
    }

    @Override
    public List<String> pages() {
        return history.ages().isEmpty()
                ? List.of("/health", "/metrics")
                : List.of("/health", "/metrics", "/api/v1/query?query=1");
    }

    @Override
    public Optional<Reading<VictoriaState>> read(
            Facts facts, Optional<VictoriaState> before, Store store, Asking asking, Instant now)
            throws InterruptedException {
        Optional<String> metrics = asking.text("/metrics");
        if (metrics.isEmpty()) {
            return Optional.empty();
        }
        VictoriaReading.Answers answers = new VictoriaReading.Answers(product, metrics.get(), probes(asking, now));
        return Optional.of(new VictoriaReading(facts).read(before, store, answers, now));
    }

    private Map<Long, Boolean> probes(Asking asking, Instant now) throws InterruptedException {
        Map<Long, Boolean> probes = new HashMap<>();
        List<Duration> ages = history.ages().isEmpty()
                ? List.of()
                : Stream.concat(Stream.of(Duration.ZERO), history.ages().stream())
                        .toList();
        for (Duration age : ages) {
            asking.json("/api/v1/query?nocache=1&query=%s&time=%d"
                            .formatted(
                                    URLEncoder.encode(history.query(), StandardCharsets.UTF_8),
                                    now.minus(age).getEpochSecond()))
                    .map(Tree::new)
                    .filter(body -> body.at("status").word().equals("success"))
                    .ifPresent(body -> probes.put(
                            age.toSeconds(), !body.at("data", "result").items().isEmpty()));
        }
        return probes;
    }
}
