package dev.sentinel.collectors.prometheus.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.prometheus.Answers;
import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.prometheus.ServerReading;
import dev.sentinel.collectors.prometheus.ServerState;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.collectors.web.Answer;
import dev.sentinel.collectors.web.Asking;
import dev.sentinel.collectors.web.Keeping;
import dev.sentinel.collectors.web.Round;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a Prometheus is asked: whether it is ready, how far its start is, what its head holds, and its own metrics. */
final class PrometheusRound implements Round<Server, ServerState> {
    private static final Keeping<ServerState> KEEPING = Keeping.whole(JsonCodec.of(ServerState.class));
    private static final String READY = "/-/ready";
    private static final String TSDB = "/api/v1/status/tsdb";
    private static final String REPLAY = "/api/v1/status/walreplay";
    private static final String METRICS = "/metrics";

    @Override
    public Keeping<ServerState> keeping() {
        return KEEPING;
    }

    @Override
    public List<String> pages() {
        return List.of(READY, TSDB, METRICS);
    }

    @Override
    public Optional<Reading<ServerState>> read(
            Facts facts, Optional<ServerState> before, Server server, Asking asking, Instant now)
            throws InterruptedException {
        Optional<Answer> ready = asking.answer(READY, Set.of(200, 503));
        boolean isReady = ready.filter(answer -> answer.status() == 200).isPresent();
        // The head is asked only of a server that is ready: before, it answers 503 by design.
        Optional<JsonNode> tsdb = isReady ? asking.json(TSDB) : Optional.empty();
        Optional<JsonNode> replay = isReady ? Optional.empty() : asking.json(REPLAY);
        Optional<String> metrics = asking.text(METRICS);
        Answers answers = new Answers(
                ready.map(Answer::status),
                ready.flatMap(answer -> answer.header("X-Prometheus-Stopping")).map(Boolean::parseBoolean),
                tsdb,
                replay,
                metrics);
        return Optional.of(new ServerReading(facts).read(before, server, answers, now));
    }
}
