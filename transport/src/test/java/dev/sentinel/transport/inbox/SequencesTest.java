package dev.sentinel.transport.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.transport.store.Database;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Sequence;
import dev.sentinel.v1.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class SequencesTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(1));
    private static final Source SOURCE = Source.newBuilder()
            .setCollector("longhorn")
            .setInstance("k3s-agent-4")
            .build();

    @TempDir
    Path folder;

    private final Database database;
    private final Sequences sequences = new Sequences(Duration.ofSeconds(30), Duration.ofDays(1), 3);
    private Store store;

    SequencesTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        store = Store.open(database.fresh(folder), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<Gap> received(long epoch, long... numbers) {
        List<Event> events = LongStream.of(numbers)
                .mapToObj(number -> Event.newBuilder()
                        .setSource(SOURCE)
                        .setSequence(Sequence.newBuilder().setEpoch(epoch).setNumber(number))
                        .build())
                .toList();
        return store.writeNow(sql -> sequences.note(sql, events, NOON));
    }

    private List<Gap> overdue(Instant now) {
        return store.writeNow(sql -> sequences.overdue(sql, now));
    }

    private static Gap gap(long epoch, long from, long to) {
        return new Gap(SOURCE, epoch, from, to);
    }

    @Test
    void says_nothing_when_nothing_is_missing() {
        received(1, 1, 2, 3);
        received(1, 4);
        assertThat(overdue(LATER)).isEmpty();
    }

    @Test
    void says_nothing_of_events_without_a_number() {
        store.writeNow(sql ->
                sequences.note(sql, List.of(Event.newBuilder().setSource(SOURCE).build()), NOON));
        assertThat(overdue(LATER)).isEmpty();
    }

    @Test
    void what_comes_out_of_order_within_the_grace_heals() {
        received(1, 1, 5);
        received(1, 3, 2);
        received(1, 4);
        assertThat(overdue(LATER)).isEmpty();
    }

    @Test
    void reports_a_hole_that_stays_open_once() {
        received(1, 1, 2, 6);
        assertThat(overdue(NOON.plusSeconds(29))).isEmpty();
        assertThat(overdue(LATER)).containsExactly(gap(1, 3, 5));
        assertThat(overdue(LATER.plusSeconds(60))).isEmpty();
        assertThat(gap(1, 3, 5).missing()).isEqualTo(3);
    }

    @Test
    void reports_what_is_left_of_a_hole_in_its_parts() {
        received(1, 1, 10);
        received(1, 4, 7);
        assertThat(overdue(LATER)).containsExactly(gap(1, 2, 3), gap(1, 5, 6), gap(1, 8, 9));
    }

    @Test
    void what_comes_after_the_report_closes_the_hole_and_is_not_reported_again() {
        received(1, 1, 4);
        assertThat(overdue(LATER)).containsExactly(gap(1, 2, 3));
        received(1, 2);
        assertThat(overdue(LATER.plusSeconds(60))).isEmpty();
        received(1, 3, 5);
        assertThat(overdue(LATER.plusSeconds(120))).isEmpty();
    }

    @Test
    void a_source_met_for_the_first_time_may_have_begun_long_ago() {
        received(1, 5000, 5001, 4999);
        assertThat(overdue(LATER)).isEmpty();
    }

    @Test
    void a_new_numbering_of_a_known_source_begins_at_one() {
        received(1, 1, 2);
        received(2, 3);
        assertThat(overdue(LATER)).containsExactly(gap(2, 1, 2));
    }

    @Test
    void the_same_number_twice_is_no_news() {
        received(1, 1, 2, 2, 1);
        received(1, 2);
        assertThat(overdue(LATER)).isEmpty();
    }

    @Test
    void keeps_no_more_holes_than_its_bound_and_reports_the_oldest_at_once() {
        assertThat(received(1, 1, 3, 5, 7)).isEmpty();
        assertThat(received(1, 9)).containsExactly(gap(1, 2, 2));
        assertThat(overdue(LATER)).containsExactly(gap(1, 4, 4), gap(1, 6, 6), gap(1, 8, 8));
        assertThat(received(1, 11)).isEmpty();
    }

    @Test
    void forgets_what_is_silent_for_long() {
        received(1, 1, 3);
        overdue(LATER);
        Instant muchLater = NOON.plus(Duration.ofDays(2));
        assertThat(store.<Integer>writeNow(sql -> sequences.prune(sql, muchLater)))
                .isEqualTo(2);
        assertThat(store.<Integer>writeNow(sql -> sequences.prune(sql, muchLater)))
                .isZero();
    }
}
