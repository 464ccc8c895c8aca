package dev.sentinel.app.doctor;

import dev.sentinel.app.config.CollectorsConfig;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.wiring.CollectorSet;
import dev.sentinel.collectors.running.Collector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Which sources can be read, and which permission is missing. */
final class SourceChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SourceChecks() {}

    /** Side by side, for each may wait some seconds; what one lacks is no reason not to look at the others. */
    static List<Finding> of(CollectorsConfig config) throws InterruptedException {
        if (config.on().isEmpty()) {
            return List.of(
                    Finding.note("collectors", "none is configured here; write their sections below collectors"));
        }
        // A disk that hangs holds its thread until the program ends.
        ExecutorService threads = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("examines sources ", 1).factory());
        try {
            SortedMap<String, Future<List<Finding>>> asked = new TreeMap<>();
            config.on().forEach(name -> asked.put(name, threads.submit(() -> alone(config, name))));
            List<Finding> findings = new ArrayList<>();
            for (Map.Entry<String, Future<List<Finding>>> each : asked.entrySet()) {
                findings.addAll(answer(each.getKey(), each.getValue()));
            }
            return findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Finding> alone(CollectorsConfig config, String name) {
        try (CollectorSet set = CollectorSet.of(config.only(new TreeSet<>(Set.of(name))))) {
            return set.collectors().stream()
                    .flatMap(collector -> findings(collector).stream())
                    .toList();
        } catch (CannotStart lacking) {
            return List.of(Finding.bad(name, String.valueOf(lacking.getMessage())));
        }
    }

    private static List<Finding> findings(Collector collector) {
        return collector.examine().stream()
                .map(check -> switch (check.verdict()) {
                    case READABLE -> Finding.good(check.source(), check.detail());
                    case NOTEWORTHY -> Finding.note(check.source(), check.detail());
                    case UNREADABLE -> Finding.bad(check.source(), check.detail());
                })
                .toList();
    }

    private static List<Finding> answer(String name, Future<List<Finding>> asked) throws InterruptedException {
        try {
            return asked.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            asked.cancel(true);
            return List.of(Finding.bad(
                    name,
                    "its sources did not all answer within %d s; does a disk or a server hang?"
                            .formatted(PATIENCE.toSeconds())));
        } catch (ExecutionException broken) {
            return List.of(Finding.bad(name, "looking at its sources failed: " + broken.getCause()));
        }
    }
}
