package dev.sentinel.transport.spool;

import static dev.sentinel.transport.spool.Events.critical;
import static dev.sentinel.transport.spool.Events.event;
import static dev.sentinel.transport.spool.Events.info;
import static dev.sentinel.v1.Severity.SEVERITY_ERROR;
import static dev.sentinel.v1.Severity.SEVERITY_INFO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.transport.store.SmallDisk;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFaultsTest {
    private static final int ALL = 100_000;
    private static final long ANY_SIZE = 1L << 40;

    @TempDir
    Path folder;

    private static SpoolLimits hasty() {
        SpoolLimits some = SpoolLimits.defaults();
        return new SpoolLimits(
                some.maxBytes(), 10_000, 200_000, some.shares(), Duration.ofMillis(400), Duration.ofMillis(100));
    }

    private static Spool opened(Path first, Optional<Path> second) {
        return Spool.open(first, second, hasty(), Clock.systemUTC());
    }

    private static Spooled offered(Spool spool, Event event) {
        return spool.offer(event).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static List<String> waitingIds(Spool spool) {
        return spool.next(0, ALL, ANY_SIZE).stream()
                .map(row -> row.event().getId())
                .toList();
    }

    private static void becomes(Spool spool, Predicate<Condition> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> spool.stats().condition(), wanted);
    }

    private static List<Path> files(Path where) {
        try (Stream<Path> files = Files.list(where)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Offers until the spool says that it is no longer where it was.
    private static List<String> offeredUntil(Spool spool, Predicate<Condition> wanted) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5_000 && !wanted.test(spool.stats().condition()); i++) {
            Event event = event(SEVERITY_ERROR, "a", 2_000);
            assertThat(offered(spool, event)).isInstanceOf(Spooled.Kept.class);
            ids.add(event.getId());
        }
        assertThat(spool.stats().condition()).matches(wanted);
        return ids;
    }

    @Test
    void on_a_full_disk_events_go_to_memory_and_back_to_disk_when_there_is_room() {
        try (SmallDisk disk = SmallDisk.mounted(3)) {
            List<String> ids = new ArrayList<>();
            try (Spool spool = opened(disk.folder().resolve("spool"), Optional.empty())) {
                disk.fill();
                ids.addAll(offeredUntil(spool, Condition.MemoryOnly.class::isInstance));
                assertThat(spool.stats().condition().toString()).contains("no more room");
                Event last = info();
                assertThat(offered(spool, last)).isInstanceOf(Spooled.Kept.class);
                ids.add(last.getId());
                assertThat(waitingIds(spool)).containsExactlyElementsOf(ids);

                disk.free();
                becomes(spool, Condition.Durable.class::isInstance);
                assertThat(waitingIds(spool)).containsExactlyElementsOf(ids);
                assertThat(spool.stats().records()).isEqualTo(ids.size());
            }
            try (Spool again = opened(disk.folder().resolve("spool"), Optional.empty())) {
                assertThat(waitingIds(again)).containsExactlyElementsOf(ids);
            }
        }
    }

    @Test
    void on_a_full_disk_events_go_to_the_second_folder_and_stay_durable() {
        try (SmallDisk disk = SmallDisk.mounted(3)) {
            Path first = disk.folder().resolve("spool");
            Optional<Path> second = Optional.of(folder.resolve("second"));
            List<String> ids = new ArrayList<>();
            try (Spool spool = opened(first, second)) {
                disk.fill();
                ids.addAll(offeredUntil(spool, Condition.SecondFolder.class::isInstance));
                ids.addAll(IntStream.range(0, 10)
                        .mapToObj(i -> critical())
                        .peek(event -> assertThat(offered(spool, event)).isInstanceOf(Spooled.Kept.class))
                        .map(Event::getId)
                        .toList());
            }
            try (Spool again = opened(first, second)) {
                assertThat(waitingIds(again)).containsExactlyInAnyOrderElementsOf(ids);
                disk.free();
                becomes(again, Condition.Durable.class::isInstance);
            }
        }
    }

    @Test
    void what_was_delivered_while_the_disk_was_full_is_not_handed_out_again() {
        try (SmallDisk disk = SmallDisk.mounted(3)) {
            try (Spool spool = opened(disk.folder().resolve("spool"), Optional.empty())) {
                disk.fill();
                offeredUntil(spool, Condition.MemoryOnly.class::isInstance);
                List<SpooledEvent> all = spool.next(0, ALL, ANY_SIZE);
                spool.delivered(all.stream().map(SpooledEvent::row).toList());
                assertThat(spool.next(0, ALL, ANY_SIZE)).isEmpty();

                disk.free();
                becomes(spool, Condition.Durable.class::isInstance);
                assertThat(spool.next(0, ALL, ANY_SIZE)).isEmpty();
                Awaitility.await()
                        .until(() -> files(disk.folder().resolve("spool")).size() == 1);
            }
        }
    }

    @Test
    void memory_has_its_bound_and_the_same_manners() {
        try (SmallDisk disk = SmallDisk.mounted(3)) {
            try (Spool spool = opened(disk.folder().resolve("spool"), Optional.empty())) {
                disk.fill();
                offeredUntil(spool, Condition.MemoryOnly.class::isInstance);
                while (offered(spool, event(SEVERITY_INFO, "b", 1_000)) instanceof Spooled.Kept) {
                    assertThat(spool.stats().bytes()).isLessThan(10_000_000);
                }
                assertThat(spool.stats().refused()).containsKey(SEVERITY_INFO);
                IntStream.range(0, 250).forEach(i -> offered(spool, event(Severity.SEVERITY_CRITICAL, "c", 1_000)));
                assertThat(spool.stats().displaced()).isPositive();
                assertThat(spool.stats().refused()).containsKey(Severity.SEVERITY_CRITICAL);
            }
        }
    }

    @Test
    void a_disk_that_does_not_answer_is_left_alone_until_it_does() throws SQLException {
        try (Spool spool = opened(folder, Optional.empty())) {
            Event before = info();
            offered(spool, before);
            // A lock that somebody holds is, for the writer, a disk that hangs.
            try (Connection other = DriverManager.getConnection(
                            "jdbc:sqlite:" + files(folder).getFirst());
                    Statement statement = other.createStatement()) {
                statement.execute("begin immediate");
                Event during = info();
                assertThat(offered(spool, during)).isInstanceOf(Spooled.Kept.class);
                assertThat(spool.stats().condition()).isNotEqualTo(new Condition.SecondFolder(""));
                assertThat(waitingIds(spool)).contains(during.getId());
                becomes(spool, Condition.Durable.class::isInstance);
                assertThat(files(folder)).hasSize(2);
                statement.execute("rollback");
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> waitingIds(spool), ids -> ids.contains(before.getId()));
            spool.delivered(
                    spool.next(0, ALL, ANY_SIZE).stream().map(SpooledEvent::row).toList());
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> files(folder).size() == 1);
            assertThat(spool.stats().records()).isZero();
        }
    }

    @Test
    void starts_in_the_second_folder_when_the_first_is_read_only() {
        try (SmallDisk disk = SmallDisk.mounted(2)) {
            disk.makeReadOnly();
            Path second = folder.resolve("second");
            try (Spool spool = opened(disk.folder().resolve("spool"), Optional.of(second))) {
                assertThat(spool.stats().condition()).isInstanceOf(Condition.SecondFolder.class);
                assertThat(offered(spool, info())).isInstanceOf(Spooled.Kept.class);
            }
            try (Spool again = opened(disk.folder().resolve("spool"), Optional.of(second))) {
                assertThat(waitingIds(again)).hasSize(1);
            }
        }
    }

    @Test
    void starts_in_memory_when_no_disk_can_be_written() {
        try (SmallDisk disk = SmallDisk.mounted(2)) {
            disk.makeReadOnly();
            try (Spool spool = opened(disk.folder().resolve("spool"), Optional.empty())) {
                assertThat(spool.stats().condition()).isInstanceOf(Condition.MemoryOnly.class);
                Event event = info();
                assertThat(offered(spool, event)).isInstanceOf(Spooled.Kept.class);
                assertThat(waitingIds(spool)).containsExactly(event.getId());
                assertThat(offered(spool, event)).isInstanceOf(Spooled.Kept.class);
                assertThat(waitingIds(spool)).hasSize(1);
                spool.delivered(spool.next(0, 1, ANY_SIZE).stream()
                        .map(SpooledEvent::row)
                        .toList());
                assertThat(spool.stats().records()).isZero();
            }
        }
    }
}
