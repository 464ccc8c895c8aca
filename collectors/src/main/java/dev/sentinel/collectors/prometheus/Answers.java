package dev.sentinel.collectors.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * What one round of questions brought; an absent answer is one that did not come, for whatever reason.
 *
 * @param ready the status code of /-/ready
 * @param stopping the header X-Prometheus-Stopping, which servers have from 3.0 on
 * @param tsdb the body of /api/v1/status/tsdb
 * @param walReplay the body of /api/v1/status/walreplay
 * @param metrics the body of /metrics
 */
public record Answers(
        Optional<Integer> ready,
        Optional<Boolean> stopping,
        Optional<JsonNode> tsdb,
        Optional<JsonNode> walReplay,
        Optional<String> metrics) {}
