package dev.sentinel.lab.servers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Small;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Short ways to look at one server of a small world. */
record Witness(Small small, Place place, String program) {

    Answered ask(String path) {
        return ask(Asked.of(path));
    }

    Answered ask(Asked asked) {
        return small.cluster.telemetry().answer(small.world, place, asked).orElseThrow();
    }

    boolean lives() {
        return small.cluster
                .telemetry()
                .answer(small.world, place, Asked.of("/metrics"))
                .isPresent();
    }

    JsonNode json(String path) {
        return read(ask(path));
    }

    /** The rows of an instant query. */
    JsonNode rows(String query, Instant at) {
        Map<String, String> asked = Map.of("query", query, "time", Long.toString(at.getEpochSecond()));
        return read(ask(new Asked("GET", "/api/v1/query", asked, "")))
                .path("data")
                .path("result");
    }

    /** The sum of a metric over its labels. */
    double metric(String name) {
        return ask("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    List<String> log() {
        return small.world.logs().after(new Logs.Source(place.namespace(), place.name(), program), 0).stream()
                .map(Logs.Line::text)
                .toList();
    }

    static JsonNode read(Answered answer) {
        return Bodies.read(answer.body()).orElseThrow();
    }
}
