package dev.sentinel.transport.outbox;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps messages beside the decision that caused them, in one transaction. Each lane has one publisher at a time (the
 * holder of its lease), so that several programs can share a database.
 */
public final class Outbox {
    private static final String INSERT = """
            insert into outbox
            (lane, exchange, routing_key, message_id, type, headers, body, created_at, attempts, next_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)""";
    // A message that waits for its next attempt holds back only what follows it on the same route: order is kept there.
    private static final String DUE = """
            select * from outbox o where lane = ? and next_at <= ? and not exists
            (select 1 from outbox e where e.next_at > 0 and e.lane = o.lane and e.exchange = o.exchange
            and e.routing_key = o.routing_key and e.seq < o.seq and e.next_at > ?)
            order by seq limit ?""";

    private final String lane;
    private final long most;

    public Outbox(String lane, long most) {
        if (most < 1) {
            throw new IllegalArgumentException("An outbox needs room for one message");
        }
        this.lane = lane;
        this.most = most;
    }

    /**
     * Adds a message in the caller's transaction.
     *
     * @throws OutboxFull when the lane is full; letting it fly undoes the decision, and the broker delivers again
     */
    public void add(Sql sql, OutboundMessage message) {
        mustHaveRoom(sql);
        sql.update(
                INSERT,
                lane,
                message.exchange(),
                message.routingKey(),
                message.messageId(),
                message.type(),
                written(message.headers()),
                message.body().toByteArray(),
                sql.now());
    }

    // The distance between first and last is found in the index; it never says fewer than there are.
    private void mustHaveRoom(Sql sql) {
        boolean full = sql.one(
                        "select 1 as n from outbox where lane = ? and seq <= (select max(seq) from outbox where lane = ?) - ? limit 1",
                        row -> true,
                        lane,
                        lane,
                        most - 1)
                .isPresent();
        if (full && count(sql) >= most) {
            throw new OutboxFull(lane, most);
        }
    }

    private long count(Sql sql) {
        return sql.one("select count(*) as n from outbox where lane = ?", row -> row.number("n"), lane)
                .orElse(0L);
    }

    /** The oldest messages that may be published now, in the order in which they were added. */
    public List<OutboundRow> due(Sql sql, int max, Instant now) {
        return sql.query(DUE, Outbox::read, lane, now, now, max);
    }

    /** The oldest messages behind this row, whether or not they may be published now. */
    public List<OutboundRow> after(Sql sql, long row, int max) {
        return sql.query(
                "select * from outbox where lane = ? and seq > ? order by seq limit ?", Outbox::read, lane, row, max);
    }

    public void delivered(Sql sql, Collection<Long> rows) {
        sql.batch(
                "delete from outbox where seq = ?", rows.stream().map(List::of).toList());
    }

    /** Notes why an attempt failed, and when the next one may be made. */
    public void failed(Sql sql, Collection<Long> rows, String why, Instant nextAt) {
        sql.batch(
                "update outbox set attempts = attempts + 1, last_error = ?, next_at = ? where seq = ?",
                rows.stream().map(row -> List.of(why, nextAt, row)).toList());
    }

    private static OutboundRow read(Row row) {
        OutboundMessage message = new OutboundMessage(
                row.text("exchange"),
                row.text("routing_key"),
                row.text("message_id"),
                row.text("type"),
                headers(row.text("headers")),
                ByteString.copyFrom(row.bytes("body")));
        return new OutboundRow(row.number("seq"), message, row.instant("created_at"), (int) row.number("attempts"));
    }

    private static String written(Map<String, String> headers) {
        Struct.Builder struct = Struct.newBuilder();
        new TreeMap<>(headers)
                .forEach((name, value) -> struct.putFields(
                        name, Value.newBuilder().setStringValue(value).build()));
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A map of strings has a JSON form", e);
        }
    }

    private static Map<String, String> headers(String written) {
        Struct.Builder struct = Struct.newBuilder();
        try {
            JsonFormat.parser().merge(written, struct);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("The outbox holds headers that it did not write: " + written, e);
        }
        Map<String, String> headers = new HashMap<>();
        struct.getFieldsMap().forEach((name, value) -> headers.put(name, value.getStringValue()));
        return headers;
    }
}
