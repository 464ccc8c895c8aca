package dev.sentinel.transport.courier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.spool.SpooledEvent;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import dev.sentinel.v1.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ParcelsTest {

    private static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

    private final Parcels parcels = new Parcels(Partitions.DEFAULT, 3, 10_000);

    @Test
    void one_event_travels_as_itself_with_its_trace() {
        Event event = fact("home").toBuilder().setTraceparent("00-ab-cd-01").build();
        var parcel = parcels.pack(rows(event)).getFirst();
        assertThat(parcel.message().type()).isEqualTo("sentinel.v1.Event");
        assertThat(parcel.message().exchange()).isEqualTo(Routes.EVENTS);
        assertThat(parcel.message().routingKey()).isEqualTo("evt.home.custom.p06");
        assertThat(parcel.message().messageId()).isEqualTo(event.getId());
        assertThat(parcel.message().headers()).containsEntry("traceparent", "00-ab-cd-01");
        assertThat(parcel.message().body()).isEqualTo(event.toByteString());
        assertThat(parcels.pack(rows(fact("home"))).getFirst().message().headers())
                .isEmpty();
    }

    @Test
    void neighbours_of_one_route_share_a_message_up_to_the_count() throws Exception {
        var packed = parcels.pack(rows(fact("home"), fact("home"), fact("home"), fact("home")));
        assertThat(packed).extracting(ParcelsTest::numbers).containsExactly(List.of(1L, 2L, 3L), List.of(4L));
        assertThat(packed.getFirst().message().type()).isEqualTo("sentinel.v1.EventBatch");
        assertThat(EventBatch.parseFrom(packed.getFirst().message().body()).getEventsList())
                .isEqualTo(packed.getFirst().rows().stream()
                        .map(SpooledEvent::event)
                        .toList());
        assertThat(packed.getLast().message().type()).isEqualTo("sentinel.v1.Event");
    }

    @Test
    void another_cluster_or_kind_in_between_ends_a_parcel_so_that_order_is_kept() {
        Event beat = fact("home").toBuilder()
                .setHeartbeat(Heartbeat.getDefaultInstance())
                .build();
        var packed = parcels.pack(rows(fact("home"), fact("lab"), fact("lab"), fact("home"), beat));
        assertThat(packed)
                .extracting(ParcelsTest::numbers)
                .containsExactly(List.of(1L), List.of(2L, 3L), List.of(4L), List.of(5L));
    }

    @Test
    void a_parcel_stays_within_its_bytes_and_a_larger_event_travels_alone() {
        Event fact = fact("home");
        Event large = fact.toBuilder().setTraceparent("x".repeat(500)).build();
        int two = 2 * (fact.getSerializedSize() + 6);
        var packed = new Parcels(Partitions.DEFAULT, 100, two).pack(rows(fact, fact, fact, large, fact));
        assertThat(packed)
                .extracting(ParcelsTest::numbers)
                .containsExactly(List.of(1L, 2L), List.of(3L), List.of(4L), List.of(5L));
        assertThat(packed.getFirst().message().body().size()).isLessThanOrEqualTo(two);
    }

    @Test
    void what_is_against_the_contract_is_packed_too_with_an_id_that_amqp_takes() {
        Event broken = Event.newBuilder().setId("é".repeat(400)).build();
        var parcel = parcels.pack(rows(broken)).getFirst();
        assertThat(parcel.message().routingKey()).startsWith("evt.invalid.unknown.");
        assertThat(parcel.message().messageId()).isEqualTo("é".repeat(63));
    }

    @Test
    void nothing_makes_no_parcel() {
        assertThat(parcels.pack(List.of())).isEmpty();
    }

    private static Event fact(String cluster) {
        return Facts.fact(cluster, BEGIN);
    }

    private static List<SpooledEvent> rows(Event... events) {
        List<SpooledEvent> rows = new ArrayList<>();
        for (Event event : events) {
            rows.add(new SpooledEvent(rows.size() + 1, event));
        }
        return rows;
    }

    private static List<Long> numbers(Parcels.Parcel parcel) {
        return parcel.rows().stream().map(SpooledEvent::row).toList();
    }
}
