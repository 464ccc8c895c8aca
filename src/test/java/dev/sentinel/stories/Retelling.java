package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.Sentinel;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.running.Incidents;
import dev.sentinel.transport.courier.Fallback;
import dev.sentinel.transport.ingest.IngestClient;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Played;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.IncidentState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** A fresh correlator hears a recorded story again: each thing twice, and within each 20 seconds in any order. */
final class Retelling {
    // Events may be a minute late; the rest is for a busy machine.
    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final int PARCEL = 200;
    private static final int MOST = 100_000;
    // While it is told, time all but stands still.
    private static final double STILL = 0.01;
    private static final double FAST = 30;

    private Retelling() {}

    static Heard of(List<Event> events, ConfigReader reader, Path folder) throws Exception {
        Instant begin = observed(events.getFirst());
        SentinelConfig config = configuration(reader, folder);
        Played tempo = Tempo.from(begin, STILL);
        Sentinel correlator = Sentinel.start(config, EnumSet.of(Role.CORRELATE), ScenariosTest.BUILD, tempo);
        try (Store store = Addresses.open(config.store(), tempo.clock())) {
            var client = IngestClient.of(List.of(URI.create(
                    "http://127.0.0.1:" + correlator.server().address().port())));
            Random order = new Random(7);
            Instant end = begin;
            for (List<Event> window : windows(events, begin)) {
                List<Event> twice = new ArrayList<>(window);
                twice.addAll(window);
                Collections.shuffle(twice, order);
                for (int from = 0; from < twice.size(); from += PARCEL) {
                    assertThat(client.deliver(twice.subList(from, Math.min(twice.size(), from + PARCEL))))
                            .isEqualTo(new Fallback.Answer.Taken(List.of()));
                }
                end = end.plus(WINDOW);
                letPass(tempo, end);
            }
            // What was told last is settled, too.
            letPass(tempo, end.plus(Duration.ofMinutes(3)));
            return heard(store, config);
        } finally {
            tempo.speed(1);
            var unused = correlator.stop();
        }
    }

    private static void letPass(Played tempo, Instant end) throws InterruptedException {
        tempo.speed(FAST);
        assertThat(tempo.pause(Duration.between(tempo.clock().instant(), end), new CountDownLatch(1)))
                .isFalse();
        tempo.speed(STILL);
    }

    private static List<List<Event>> windows(List<Event> events, Instant begin) {
        List<List<Event>> windows = new ArrayList<>();
        for (Event event : events) {
            long number = Math.max(0, Duration.between(begin, observed(event)).dividedBy(WINDOW));
            while (windows.size() <= number) {
                windows.add(new ArrayList<>());
            }
            windows.get((int) number).add(event);
        }
        return windows;
    }

    private static Heard heard(Store store, SentinelConfig config) {
        int partition = new Partitions(config.partitions()).of(config.cluster());
        Heard heard = new Heard();
        store.read(sql -> Journal.read(sql, partition, 0, MOST)).forEach(entry -> heard.accepted(entry.event()));
        var every = new Incidents.Filter(
                List.of(
                        IncidentState.INCIDENT_STATE_SUSPECTED,
                        IncidentState.INCIDENT_STATE_OPEN,
                        IncidentState.INCIDENT_STATE_MONITORING,
                        IncidentState.INCIDENT_STATE_RESOLVED),
                Optional.empty(),
                Optional.empty());
        store.read(sql -> Incidents.list(sql, every, MOST)).forEach(heard::believed);
        return heard;
    }

    private static Instant observed(Event event) {
        return Instant.ofEpochSecond(
                event.getObservedAt().getSeconds(), event.getObservedAt().getNanos());
    }

    private static SentinelConfig configuration(ConfigReader reader, Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("sentinel.yaml"), """
                cluster: lab
                data: data
                server: {listen: "127.0.0.1:0"}
                broker: {port: 0}
                """);
        return switch (reader.read(file)) {
            case Loaded.Valid valid -> valid.config();
            case Loaded.Invalid invalid ->
                throw new IllegalStateException(invalid.problems().toString());
        };
    }
}
