package dev.sentinel.collectors.logs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.machine.JournalSettings;
import dev.sentinel.collectors.machine.Script;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.v1.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2026-02-21T03:45:11Z");
    private static final String WROTE = "prometheus.wal.write_failed";
    private static final SignatureFolder SHIPPED = SignatureFolder.open(Optional.empty());

    @TempDir
    Path folder;

    private Trial trial;

    @BeforeEach
    void prepare() {
        trial = new Trial(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    @Test
    void a_stream_that_breaks_after_every_few_lines_neither_loses_nor_doubles_any() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/log", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            Instant since = query.isEmpty() ? Instant.EPOCH : Instant.parse(query);
            int upTo = 5 * connections.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                for (int i = 1; i <= Math.min(40, upTo); i++) {
                    // Two lines share each time, and the API knows whole seconds only.
                    Instant time = START.plusMillis(300L * (i / 2));
                    if (!time.isBefore(since)) {
                        body.write("%s %s\n".formatted(time, failure(i)).getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        });
        server.start();
        try {
            String address =
                    "http://127.0.0.1:%d/log?".formatted(server.getAddress().getPort());
            trial.start(new PodLogs(
                    new PodSettings(
                            Whose.USUAL,
                            Duration.ofMillis(200),
                            10,
                            new RateLimit.Limits(1000, Duration.ofHours(1), 100)),
                    new Api(address),
                    SHIPPED,
                    List.of(),
                    name -> Optional.empty()));

            await().atMost(PATIENCE.multipliedBy(2))
                    .until(() -> trial.of(WROTE).stream()
                                    .map(Event::getId)
                                    .distinct()
                                    .count()
                            == 40);
            assertThat(trial.of(WROTE)).hasSize(40);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void the_last_words_of_who_ends_right_after_each_start_are_heard_once() {
        AtomicInteger run = new AtomicInteger();
        trial.start(new PodLogs(
                new PodSettings(
                        Whose.USUAL, Duration.ofMillis(100), 10, new RateLimit.Limits(1000, Duration.ofHours(1), 100)),
                new Looping(run),
                SHIPPED,
                List.of(),
                name -> Optional.empty()));

        for (int each = 1; each <= 3; each++) {
            run.set(each);
            int told = each;
            await().atMost(PATIENCE).until(() -> trial.of(WROTE).size() == told);
        }

        // Each run is over and its stream has ended; that is no failure to reach it.
        assertThat(trial.of("source.unreachable")).isEmpty();
        assertThat(trial.of(WROTE).stream().map(Event::getId).distinct()).hasSize(3);
    }

    /** A container that is never seen running; its log is that of its last run. */
    private record Looping(AtomicInteger runs) implements PodStreams {
        @Override
        public List<Container> begun() {
            return runs.get() == 0
                    ? List.of()
                    : List.of(new Container(
                            "monitoring", "prometheus-0", "uid-1", "prometheus", "node-1", runs.get(), true));
        }

        @Override
        public InputStream follow(Container container, Optional<Instant> since) {
            Instant time = START.plusSeconds(10L * container.run());
            return new ByteArrayInputStream(
                    "%s %s\n".formatted(time, failure(container.run())).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** One pod whose log is at an address. */
    private record Api(String address) implements PodStreams {
        @Override
        public List<Container> begun() {
            return List.of(
                    new Container("monitoring", "prometheus-0", "uid-1", "prometheus", "node-1", 0, false),
                    new Container("default", "web-0", "uid-2", "web", "node-1", 0, false));
        }

        @Override
        public InputStream follow(Container container, Optional<Instant> since) throws IOException {
            String from = since.map(each -> each.truncatedTo(ChronoUnit.SECONDS).toString())
                    .orElse("");
            return URI.create(address + from).toURL().openStream();
        }
    }

    private static String failure(int number) {
        return "level=error component=\"scrape manager\" msg=\"Scrape commit failed\""
                + " err=\"write to WAL: log samples: write /prometheus/wal/%08d: input/output error\""
                        .formatted(number);
    }

    @Test
    void lines_of_units_are_read_from_the_journal_and_once() throws IOException {
        Path journalctl = Script.write(folder.resolve("journalctl"), """
                case "$*" in *--after-cursor=s=a1*) exec sleep 60;; esac
                echo '{"__CURSOR":"s=a1;i=1","__REALTIME_TIMESTAMP":"1771641111000000","_SYSTEMD_UNIT":"multipathd.service",\
                "MESSAGE":"checker failed path 8:16 in map mpathb"}'
                exec sleep 60""");
        JournalLines.Settings settings = new JournalLines.Settings(
                new JournalSettings(
                        journalctl.toString(), Optional.empty(), List.of("multipathd.service"), Duration.ofMinutes(1)),
                "node-1",
                Map.of(),
                RateLimit.Limits.USUAL);
        JournalLines collector = new JournalLines(settings, SHIPPED, List.of(), name -> Optional.empty());
        assertThat(collector.examine()).extracting(Check::verdict).containsExactly(Check.Verdict.READABLE);
        trial.start(collector);
        await().atMost(PATIENCE).until(() -> multipath() == 1);

        trial.start(collector);

        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> multipath() == 1);
        assertThat(Files.isExecutable(journalctl)).isTrue();
    }

    private long multipath() {
        return trial.events().stream()
                .filter(event -> event.toString().contains("multipath_"))
                .count();
    }

    @Test
    void what_is_remembered_can_be_read_again() throws Exception {
        LinePlace place = new LinePlace(START, 2);
        Position position = new Position(1, 2, 3, 4, 5, 6);
        assertThat(PodFollow.PLACE.decode(PodFollow.PLACE.encode(place))).isEqualTo(place);
        assertThat(FileLook.POSITIONS.decode(FileLook.POSITIONS.encode(position)))
                .isEqualTo(position);
    }
}
