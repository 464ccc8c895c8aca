package dev.sentinel.transport.spool;

import static dev.sentinel.transport.spool.Events.critical;
import static dev.sentinel.transport.spool.Events.event;
import static dev.sentinel.transport.spool.Events.info;
import static dev.sentinel.v1.Severity.SEVERITY_CRITICAL;
import static dev.sentinel.v1.Severity.SEVERITY_ERROR;
import static dev.sentinel.v1.Severity.SEVERITY_INFO;
import static dev.sentinel.v1.Severity.SEVERITY_WARNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.transport.store.Faults;
import dev.sentinel.transport.store.HandClock;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Sequence;
import dev.sentinel.v1.Severity;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final int ALL = 100_000;
    private static final long ANY_SIZE = 1L << 40;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private Spool spool;

    @BeforeEach
    void open() {
        spool = Spool.open(folder, SpoolLimits.defaults(), clock);
    }

    @AfterEach
    void close() {
        spool.close();
    }

    private void reopen(SpoolLimits limits) {
        spool.close();
        spool = Spool.open(folder, limits, clock);
    }

    private static SpoolLimits records(long most) {
        SpoolLimits some = SpoolLimits.defaults();
        return new SpoolLimits(
                some.maxBytes(), most, some.memoryBytes(), some.shares(), some.stall(), Duration.ofMillis(50));
    }

    private Spooled offered(Event event) {
        return spool.offer(event).orTimeout(20, TimeUnit.SECONDS).join();
    }

    private long kept(Event event) {
        return offered(event) instanceof Spooled.Kept kept ? kept.row() : -1;
    }

    private List<SpooledEvent> waiting() {
        return spool.next(0, ALL, ANY_SIZE);
    }

    private List<String> waitingIds() {
        return waiting().stream().map(row -> row.event().getId()).toList();
    }

    private List<Long> numbers() {
        return waiting().stream()
                .map(row -> row.event().getSequence().getNumber())
                .toList();
    }

    private List<Severity> severities() {
        return waiting().stream().map(row -> row.event().getSeverity()).toList();
    }

    private Path file() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void keeps_events_in_order_until_they_are_delivered_over_restarts() {
        List<Event> events = IntStream.range(0, 10).mapToObj(i -> info()).toList();
        events.forEach(event -> assertThat(kept(event)).isPositive());
        reopen(SpoolLimits.defaults());
        assertThat(waitingIds()).isEqualTo(events.stream().map(Event::getId).toList());
        spool.delivered(waiting().subList(0, 4).stream().map(SpooledEvent::row).toList());
        reopen(SpoolLimits.defaults());
        assertThat(waitingIds())
                .isEqualTo(events.subList(4, 10).stream().map(Event::getId).toList());
        assertThat(spool.stats().records()).isEqualTo(6);
        assertThat(spool.stats().condition()).isEqualTo(new Condition.Durable());
    }

    @Test
    void gives_back_the_event_as_it_was_with_its_number() {
        Event event = event(SEVERITY_ERROR);
        kept(event);
        Event back = waiting().getFirst().event();
        assertThat(back.toBuilder().clearSequence().build()).isEqualTo(event);
        assertThat(back.getSequence().getNumber()).isEqualTo(1);
        assertThat(back.getSequence().getEpoch()).isPositive();
    }

    @Test
    void a_severity_of_a_newer_contract_is_kept_as_it_is() {
        Event event = info().toBuilder().setSeverityValue(99).build();
        assertThat(kept(event)).isPositive();
        assertThat(waiting().getFirst().event().getSeverityValue()).isEqualTo(99);
    }

    @Test
    void numbers_each_source_apart_and_goes_on_after_a_restart() {
        kept(event(SEVERITY_INFO, "a", 1));
        kept(event(SEVERITY_INFO, "b", 1));
        kept(event(SEVERITY_INFO, "a", 1));
        long epoch = waiting().getFirst().event().getSequence().getEpoch();
        spool.delivered(waiting().stream().map(SpooledEvent::row).toList());
        clock.move(Duration.ofHours(1));
        reopen(SpoolLimits.defaults());
        kept(event(SEVERITY_INFO, "a", 1));
        kept(event(SEVERITY_INFO, "b", 1));
        assertThat(waiting().stream().map(row -> row.event().getSequence()))
                .containsExactly(sequence(epoch, 3), sequence(epoch, 2));
    }

    private static Sequence sequence(long epoch, long number) {
        return Sequence.newBuilder().setEpoch(epoch).setNumber(number).build();
    }

    @Test
    void the_same_event_offered_twice_is_kept_once_and_costs_one_number() {
        Event event = info();
        long row = kept(event);
        assertThat(kept(event)).isEqualTo(row);
        kept(info());
        assertThat(numbers()).containsExactly(1L, 2L);
    }

    @Test
    void hands_out_no_more_than_was_asked_for_but_always_one() {
        for (int i = 0; i < 5; i++) {
            kept(event(SEVERITY_INFO, "a", 1000));
        }
        assertThat(spool.next(0, 2, ANY_SIZE)).hasSize(2);
        assertThat(spool.next(0, ALL, 3500)).hasSize(2);
        assertThat(spool.next(0, ALL, 1)).hasSize(1);
        long third = waiting().get(2).row();
        assertThat(spool.next(third, ALL, ANY_SIZE)).hasSize(2).allMatch(row -> row.row() > third);
        assertThat(spool.next(waiting().getLast().row(), ALL, ANY_SIZE)).isEmpty();
    }

    @Test
    void at_the_limit_the_low_severities_are_refused_first_and_their_numbers_burn() {
        reopen(records(20));
        IntStream.range(0, 14).forEach(i -> kept(info()));
        assertThat(offered(info())).isInstanceOf(Spooled.Refused.class);
        IntStream.range(0, 3)
                .forEach(i -> assertThat(kept(event(SEVERITY_WARNING))).isPositive());
        assertThat(offered(event(SEVERITY_WARNING))).isInstanceOf(Spooled.Refused.class);
        IntStream.range(0, 2)
                .forEach(i -> assertThat(kept(event(SEVERITY_ERROR))).isPositive());
        assertThat(offered(event(SEVERITY_ERROR))).isInstanceOf(Spooled.Refused.class);
        assertThat(kept(critical())).isPositive();

        assertThat(spool.stats().refused())
                .containsOnly(
                        Map.entry(SEVERITY_INFO, 1L), Map.entry(SEVERITY_WARNING, 1L), Map.entry(SEVERITY_ERROR, 1L));
        assertThat(spool.stats().records()).isEqualTo(20);
        assertThat(numbers()).doesNotContain(15L, 19L, 22L).contains(14L, 16L, 20L, 23L);
    }

    @Test
    void a_refused_number_stays_burnt_over_a_restart() {
        reopen(records(1));
        assertThat(offered(info())).isInstanceOf(Spooled.Refused.class);
        reopen(SpoolLimits.defaults());
        kept(info());
        assertThat(numbers()).containsExactly(2L);
    }

    @Test
    void an_event_larger_than_any_message_is_refused_and_does_not_stand_before_the_others() {
        assertThat(offered(event(SEVERITY_CRITICAL, "a", 300_000)))
                .isInstanceOfSatisfying(
                        Spooled.Refused.class,
                        refused -> assertThat(refused.why()).contains("over the limit"));
        assertThat(offered(critical())).isInstanceOf(Spooled.Kept.class);
    }

    @Test
    void when_full_the_oldest_lesser_events_make_room_for_critical_ones() {
        reopen(records(10));
        IntStream.range(0, 7).forEach(i -> kept(info()));
        IntStream.range(0, 2).forEach(i -> kept(event(SEVERITY_ERROR)));
        kept(critical());
        assertThat(spool.stats().records()).isEqualTo(10);

        assertThat(kept(critical())).isPositive();

        assertThat(severities()).contains(SEVERITY_ERROR, SEVERITY_CRITICAL).doesNotContain(SEVERITY_INFO);
        assertThat(spool.stats().displaced()).isEqualTo(7);
        assertThat(spool.stats().records()).isEqualTo(waiting().size());
    }

    @Test
    void a_critical_event_is_refused_only_when_nothing_lesser_is_left() {
        reopen(records(3));
        IntStream.range(0, 3).forEach(i -> kept(critical()));
        assertThat(offered(critical())).isInstanceOf(Spooled.Refused.class);
        assertThat(offered(critical()).toString()).contains("100 % full").contains("3 events");
        assertThat(spool.stats().refused()).containsEntry(SEVERITY_CRITICAL, 2L);
    }

    @Test
    void the_limit_counts_bytes_too_and_also_what_was_there_before() {
        reopen(SpoolLimits.defaults().withMaxBytes(100_000));
        int taken = 0;
        while (offered(event(SEVERITY_INFO, "a", 1000)) instanceof Spooled.Kept) {
            taken++;
        }
        assertThat(spool.stats().bytes()).isBetween(60_000L, 70_000L);
        reopen(SpoolLimits.defaults().withMaxBytes(100_000));
        assertThat(offered(event(SEVERITY_INFO, "a", 1000))).isInstanceOf(Spooled.Refused.class);
        spool.delivered(waiting().stream().map(SpooledEvent::row).toList());
        assertThat(spool.stats().bytes()).isZero();
        assertThat(offered(event(SEVERITY_INFO, "a", 1000))).isInstanceOf(Spooled.Kept.class);
        assertThat(taken).isGreaterThan(40);
    }

    @Test
    void says_how_long_the_oldest_event_has_waited() {
        assertThat(spool.stats().oldestAge()).isEmpty();
        kept(info());
        clock.move(Duration.ofMinutes(5));
        kept(info());
        assertThat(spool.stats().oldestAge()).contains(Duration.ofMinutes(5));
        spool.delivered(List.of(waiting().getFirst().row()));
        assertThat(spool.stats().oldestAge()).contains(Duration.ZERO);
    }

    @Test
    void delivering_twice_or_something_unknown_changes_nothing() {
        kept(info());
        long row = kept(info());
        spool.delivered(List.of(row));
        spool.delivered(List.of(row, 987_654_321L, Rows.of(99, 1)));
        spool.attempted(List.of(row, 987_654_321L), "the broker is gone");
        assertThat(spool.stats().records()).isEqualTo(1);
        assertThat(waiting()).hasSize(1);
    }

    @Test
    void gives_the_disk_back_after_an_outage() throws IOException {
        for (int round = 0; round < 3; round++) {
            List<CompletableFuture<Spooled>> offers = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                offers.add(spool.offer(event(SEVERITY_INFO, "a", 1000)));
            }
            CompletableFuture.allOf(offers.toArray(CompletableFuture[]::new)).join();
            assertThat(spool.stats().records()).isEqualTo(10_000);
            long full = Files.size(file());
            for (int batch = 0; batch < 10; batch++) {
                spool.delivered(spool.next(0, 1000, ANY_SIZE).stream()
                        .map(SpooledEvent::row)
                        .toList());
            }
            assertThat(spool.stats().records()).isZero();
            assertThat(full).isLessThan(32 << 20);
        }
        for (int i = 0; i < 10; i++) {
            spool.delivered(List.of(kept(info())));
        }
        spool.close();
        assertThat(Files.size(file())).isLessThan(8 << 20);
        assertThat(folder.resolve(file().getFileName() + "-wal")).doesNotExist();
    }

    @Test
    void a_second_one_on_the_same_folder_is_told_so() {
        assertThatThrownBy(() -> Spool.open(folder, SpoolLimits.defaults(), clock))
                .isInstanceOf(SpoolInUse.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("another Sentinel");
    }

    @Test
    void a_damaged_file_is_moved_aside_and_a_new_one_begun() throws IOException {
        IntStream.range(0, 200).forEach(i -> kept(info()));
        long before = waiting().getFirst().event().getSequence().getEpoch();
        spool.close();
        Path damaged = file();
        try (RandomAccessFile raw = new RandomAccessFile(damaged.toFile(), "rw")) {
            raw.seek(8192);
            raw.write(new byte[20_000]);
        }
        byte[] bytes = Files.readAllBytes(damaged);
        clock.move(Duration.ofSeconds(1));
        spool = Spool.open(folder, SpoolLimits.defaults(), clock);

        List<Path> aside = spool.stats().movedAside();
        assertThat(aside).hasSize(1);
        assertThat(Files.readAllBytes(aside.getFirst())).isEqualTo(bytes);
        assertThat(kept(info())).isPositive();
        assertThat(waiting()).hasSize(1);
        assertThat(waiting().getFirst().event().getSequence().getEpoch()).isGreaterThan(before);
    }

    @Test
    void a_file_of_another_program_is_not_touched() throws IOException {
        spool.close();
        Path foreign = folder.resolve("spool-1.db");
        Files.writeString(foreign, "this is my diary, not a spool ".repeat(10));
        StoreFault fault = Faults.met(() -> Spool.open(folder, SpoolLimits.defaults(), clock));
        assertThat(fault.kind()).isEqualTo(StoreFault.Kind.FOREIGN);
        assertThat(Files.readString(foreign)).startsWith("this is my diary");
        Files.delete(foreign);
        spool = Spool.open(folder, SpoolLimits.defaults(), clock);
    }

    @Test
    void an_event_whose_bytes_are_damaged_is_counted_and_does_not_block_the_rest() throws SQLException {
        kept(info());
        kept(info());
        kept(info());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = other.createStatement()) {
            statement.execute("update spooled set body = x'ffffffff' where seq = 2");
        }
        assertThat(numbers()).containsExactly(1L, 3L);
        assertThat(spool.stats().unreadable()).isEqualTo(1);
        assertThat(spool.stats().records()).isEqualTo(2);
    }

    @Test
    void many_callers_at_once_lose_nothing_and_number_without_a_hole() {
        List<CompletableFuture<Spooled>> offers = IntStream.range(0, 5_000)
                .parallel()
                .mapToObj(i -> spool.offer(event(SEVERITY_INFO, "a", 10)))
                .toList();
        CompletableFuture.allOf(offers.toArray(CompletableFuture[]::new)).join();
        List<Long> numbers = numbers();
        assertThat(numbers).hasSize(5_000).doesNotHaveDuplicates().isSorted();
        assertThat(numbers.getLast()).isEqualTo(5_000);
    }
}
