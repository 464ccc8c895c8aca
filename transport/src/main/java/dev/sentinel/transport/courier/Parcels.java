package dev.sentinel.transport.courier;

import dev.sentinel.transport.bus.Outgoing;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.spool.SpooledEvent;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Packs neighbours in the spool that go the same way into one message: one confirm then covers many events. */
public record Parcels(Partitions partitions, int maxEvents, int maxBytes) {

    // What is longer is no event id, and AMQP refuses properties over 255 bytes.
    private static final int LONGEST_ID = 63;

    /** A message and the spool rows it carries. */
    record Parcel(Outgoing message, List<SpooledEvent> rows) {}

    List<Parcel> pack(List<SpooledEvent> rows) {
        List<Parcel> parcels = new ArrayList<>();
        List<SpooledEvent> together = new ArrayList<>();
        String route = "";
        int bytes = 0;
        for (SpooledEvent row : rows) {
            String next = Routes.of(row.event(), partitions);
            // Six bytes frame an event inside a batch.
            int size = row.event().getSerializedSize() + 6;
            boolean full = together.size() >= maxEvents || bytes + size > maxBytes;
            if (!together.isEmpty() && (full || !next.equals(route))) {
                parcels.add(parcel(route, together));
                together = new ArrayList<>();
                bytes = 0;
            }
            together.add(row);
            route = next;
            bytes += size;
        }
        if (!together.isEmpty()) {
            parcels.add(parcel(route, together));
        }
        return parcels;
    }

    private static Parcel parcel(String route, List<SpooledEvent> rows) {
        Event first = rows.getFirst().event();
        String id = first.getId().length() <= LONGEST_ID
                ? first.getId()
                : first.getId().substring(0, LONGEST_ID);
        if (rows.size() == 1) {
            return new Parcel(traced(Outgoing.of(Routes.EVENTS, route, id, first), first), rows);
        }
        EventBatch.Builder batch = EventBatch.newBuilder();
        rows.forEach(row -> batch.addEvents(row.event()));
        return new Parcel(Outgoing.of(Routes.EVENTS, route, id, batch.build()), rows);
    }

    private static Outgoing traced(Outgoing message, Event event) {
        return event.getTraceparent().isEmpty()
                ? message
                : new Outgoing(
                        message.exchange(),
                        message.routingKey(),
                        message.messageId(),
                        message.type(),
                        Map.of("traceparent", event.getTraceparent()),
                        message.body());
    }
}
