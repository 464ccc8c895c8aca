package dev.sentinel.collectors.logs.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.SuppressionCause;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

// Its heap is measured.
@Isolated
final class LogFilesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Instant START = Instant.parse("2026-02-21T03:45:11Z");
    private static final String POD = "monitoring_prometheus-0_968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f";
    private static final SignatureFolder SHIPPED = SignatureFolder.open(Optional.empty());
    private static final String WROTE = "prometheus.wal.write_failed";

    @TempDir
    Path folder;

    private Path root;
    private Path log;
    private Trial trial;
    private int written;

    @BeforeEach
    void prepare() throws IOException {
        root = folder.resolve("host");
        log = root.resolve("var/log/pods/" + POD + "/prometheus/0.log");
        Files.createDirectories(log.getParent());
        trial = new Trial(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    @Test
    void lines_of_a_pod_become_events_about_the_server_in_it() throws IOException {
        start();
        write(3);

        awaitLines(3);
        Event event = trial.of(WROTE).getFirst();
        assertThat(event.getSubject()).isEqualTo(Refs.of("prometheus.server", "monitoring", "prometheus-0"));
        assertThat(event.getRelatedList()).contains(Refs.node("node-1"));
        assertThat(event.getSource().getCollector()).isEqualTo("logs");
        Contract contract = new Contract();
        assertThat(trial.events())
                .allSatisfy(each -> assertThat(contract.problems(each)).isEmpty());
    }

    @Test
    void no_line_is_lost_and_none_told_twice_when_files_are_renamed() throws IOException {
        start();
        write(10);
        awaitLines(10);
        for (int turn = 0; turn < 5; turn++) {
            write(18);
            Files.move(log, log.resolveSibling("0.log.20260221-12000" + turn));
            write(20);
            int expected = written;
            if (turn % 2 == 0) {
                await().atMost(PATIENCE).until(() -> trial.of(WROTE).size() >= expected - 20);
            }
        }

        awaitLines(200);
    }

    @Test
    void two_rotations_between_two_looks_lose_nothing_and_compressed_files_are_left_alone() throws IOException {
        write(5);
        start();
        awaitLines(5);
        trial.stop();
        write(5);
        Files.move(log, log.resolveSibling("0.log.20260221-120001"));
        write(5);
        Files.move(log, log.resolveSibling("0.log.20260221-120002"));
        Files.write(log.resolveSibling("0.log.20260220-120002.gz"), new byte[] {31, -117, 8, 0});
        write(5);

        start();

        awaitLines(20);
    }

    @Test
    void a_file_that_is_copied_and_emptied_is_read_on_in_the_copy() throws IOException {
        write(10);
        start();
        awaitLines(10);
        trial.stop();
        write(10);
        Files.copy(log, log.resolveSibling("0.log.1"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.write(log, new byte[0]);
        write(40);

        start();

        awaitLines(60);
    }

    @Test
    void a_file_that_is_emptied_while_it_is_read_begins_anew_even_when_it_is_longer_at_once() throws IOException {
        start();
        write(10);
        awaitLines(10);

        Files.write(log, new byte[0]);
        write(30);

        awaitLines(40);
    }

    @Test
    void reading_goes_on_after_a_stop_where_it_was() throws IOException {
        start();
        write(10);
        awaitLines(10);
        trial.stop();
        write(10);
        start();
        awaitLines(20);
        trial.stop();
        start();
        write(1);

        awaitLines(21);
        assertThat(trial.of(WROTE)).hasSizeLessThanOrEqualTo(23);
    }

    @Test
    void what_could_not_be_told_is_read_again() throws IOException {
        start();
        trial.full(true);
        write(10);
        await().during(Duration.ofMillis(300))
                .atMost(PATIENCE)
                .until(() -> trial.of(WROTE).isEmpty());

        trial.full(false);

        awaitLines(10);
    }

    @Test
    void a_log_that_was_rotated_away_while_nobody_looked_is_said_to_be_lost() throws IOException {
        write(10);
        start();
        awaitLines(10);
        trial.stop();
        write(10);
        Files.delete(log);
        write(3);

        start();

        await().atMost(PATIENCE)
                .until(() -> trial.of("log.suppressed").stream()
                        .anyMatch(event -> event.getLogSuppressed().getCause()
                                == SuppressionCause.SUPPRESSION_CAUSE_ROTATED_AWAY));
        await().atMost(PATIENCE).until(() -> trial.of(WROTE).size() == 13);
    }

    @Test
    void lines_of_a_megabyte_and_bytes_that_are_no_text_harm_no_line_after_them() throws IOException {
        start();
        byte[] noise = new byte[1 << 20];
        new Random(7).nextBytes(noise);
        append(noise);
        append(bytes("\n"));
        append(bytes("2026-02-21T03:45:11Z stderr F " + "x".repeat(1 << 20) + "\n"));
        append(new byte[] {(byte) 0xc3, (byte) 0x28, 0, '\n'});
        write(2);

        awaitLines(2);
    }

    @Test
    void a_line_that_comes_in_parts_is_one_line() throws IOException {
        start();
        String line = failure(7);
        append(bytes("2026-02-21T03:45:11.000000007Z stderr P " + line.substring(0, 100) + "\n"));
        append(bytes("2026-02-21T03:45:11.000000008Z stdout F something else\n"));
        append(bytes("2026-02-21T03:45:11.000000009Z stderr F " + line.substring(100) + "\n"));

        await().atMost(PATIENCE).until(() -> trial.of(WROTE).size() == 1);
        assertThat(trial.of(WROTE).getFirst().getPrometheusWalWriteFailed().getSegment())
                .isEqualTo(7);
    }

    @Test
    void files_come_and_go_and_only_those_of_known_containers_are_read() throws IOException {
        start();
        Path other = root.resolve("var/log/pods/default_web-1_968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f/web/0.log");
        Files.createDirectories(other.getParent());
        Files.writeString(other, cri(1, failure(1)));
        Path hostile = root.resolve("var/log/pods/Bad_prometheus-0_x/prometheus/0.log");
        Files.createDirectories(hostile.getParent());
        Files.writeString(hostile, cri(1, failure(1)));
        write(4);
        awaitLines(4);

        Files.delete(log);
        Path second = root.resolve("var/log/pods/" + POD + "/prometheus/1.log");
        Files.writeString(second, cri(100, failure(100)));
        written = 5;

        awaitLines(5);
    }

    @Test
    void the_same_file_under_two_names_is_one_log() throws IOException {
        Path link = root.resolve("var/log/containers/prometheus-0_monitoring_prometheus-" + "a".repeat(64) + ".log");
        Files.createDirectories(link.getParent());
        write(3);
        Files.createSymbolicLink(link, Path.of("/var/log/pods/" + POD + "/prometheus/0.log"));
        start();
        write(3);

        awaitLines(6);
        assertThat(trial.of(WROTE)).hasSize(6);
    }

    @Test
    void more_files_than_may_be_open_are_read_all_the_same() throws IOException {
        FileSettings few = settings();
        trial.start(collector(new FileSettings(
                few.root(),
                few.files(),
                few.whose(),
                Duration.ofMillis(50),
                few.bytesPerLook(),
                few.bytesPerFile(),
                3,
                few.mostFiles(),
                few.firstBytes(),
                few.limits())));
        List<Path> logs = IntStream.range(0, 12)
                .mapToObj(i -> root.resolve(
                        "var/log/pods/monitoring_prometheus-%d_968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f/prometheus/0.log"
                                .formatted(i)))
                .toList();
        for (int round = 0; round < 3; round++) {
            for (Path each : logs) {
                Files.createDirectories(each.getParent());
                Files.writeString(
                        each, cri(round, failure(round)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
            int expected = (round + 1) * 12;
            await().atMost(PATIENCE).until(() -> ids() == expected);
        }
    }

    @Test
    void a_writer_of_100_megabytes_in_a_second_neither_waits_nor_fills_the_heap() throws IOException {
        start();
        byte[] block = bytes(cri(1, "level=info msg=\"Completed cleanup operation\" more=" + "x".repeat(2000))
                .repeat(500));
        long before = heap();
        try (OutputStream out = Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (long sum = 0; sum < 100_000_000; sum += block.length) {
                out.write(block);
            }
        }
        write(1);
        awaitLines(1);
        assertThat(heap() - before).isLessThan(64L << 20);
    }

    @Test
    void a_file_of_signatures_with_a_fault_is_refused_and_named_and_the_others_work() throws IOException {
        Path own = Files.createDirectories(folder.resolve("signatures"));
        Files.writeString(own.resolve("bad.yaml"), "programs: [prometheus]\nsignatures:\n  - idd: x\n");
        SignatureFolder signatures = SignatureFolder.open(Optional.of(own));

        assertThat(signatures.faults()).anySatisfy(fault -> assertThat(fault).contains("bad.yaml:3"));
        assertThat(signatures.inUse().ids()).contains("prometheus-wal-write-failed");
        Check check = new LogFiles(settings(), signatures, List.of(), address -> Optional.empty())
                .examine()
                .getLast();
        assertThat(check.verdict()).isEqualTo(Check.Verdict.NOTEWORTHY);
        assertThat(check.detail()).contains("bad.yaml:3");

        Files.delete(own.resolve("bad.yaml"));
        signatures.refresh();
        assertThat(signatures.faults()).isEmpty();
    }

    private void start() {
        trial.start(collector(settings()));
    }

    private FileSettings settings() {
        FileSettings usual = FileSettings.usual(root, new Whose("node-1", Whose.USUAL));
        return new FileSettings(
                root,
                usual.files(),
                usual.whose(),
                Duration.ofMillis(50),
                64 << 20,
                64 << 20,
                usual.openFiles(),
                usual.mostFiles(),
                usual.firstBytes(),
                new RateLimit.Limits(100_000, Duration.ofMinutes(1), 4096));
    }

    private static LogFiles collector(FileSettings settings) {
        return new LogFiles(settings, SHIPPED, List.of(), address -> Optional.empty());
    }

    private void write(int lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            written++;
            text.append(cri(written, failure(written)));
        }
        append(bytes(text.toString()));
    }

    private void append(byte[] bytes) throws IOException {
        Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String cri(int number, String line) {
        return "%s stderr F %s\n".formatted(START.plusMillis(number), line);
    }

    private static String failure(int number) {
        return "ts=%s caller=scrape.go:1351 level=error component=\"scrape manager\" msg=\"Scrape commit failed\""
                        .formatted(START.plusMillis(number))
                + " err=\"write to WAL: log samples: write /prometheus/wal/%08d: input/output error\""
                        .formatted(number);
    }

    /** All lines were told, under as many ids, which is all that counts: the bus drops what has the same id. */
    private void awaitLines(int expected) {
        await().atMost(PATIENCE).until(() -> ids() >= expected);
        assertThat(ids()).isEqualTo(expected);
        assertThat(trial.of("log.suppressed")).isEmpty();
    }

    private long ids() {
        return trial.of(WROTE).stream().map(Event::getId).distinct().count();
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
