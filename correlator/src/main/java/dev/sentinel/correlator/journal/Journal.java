package dev.sentinel.correlator.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.receive.Effect;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Appends events inside the receiver's transaction, and reads them back in order. */
public final class Journal implements Effect {

    private final Partitions partitions;

    /** An event and where it stands in its partition. */
    public record Entry(int partition, long position, Event event) {}

    public Journal(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public void apply(Sql sql, List<Event> events) {
        Map<Integer, List<Event>> byPartition = new TreeMap<>();
        for (Event event : events) {
            byPartition
                    .computeIfAbsent(partitions.of(event.getCluster()), part -> new ArrayList<>())
                    .add(event);
        }
        byPartition.forEach((partition, theirs) -> append(sql, partition, theirs));
    }

    private static void append(Sql sql, int partition, List<Event> events) {
        long position = last(sql, partition);
        List<List<Object>> rows = new ArrayList<>();
        for (Event event : events) {
            position++;
            rows.add(List.of(
                    (long) partition,
                    position,
                    event.getId(),
                    event.getCluster(),
                    Kinds.of(event),
                    event.getOccurredAt().getSeconds() * 1_000
                            + event.getOccurredAt().getNanos() / 1_000_000,
                    event.toByteArray()));
        }
        sql.batch(
                "insert into journal(part, position, event_id, cluster, kind, occurred_ms, body)"
                        + " values (?, ?, ?, ?, ?, ?, ?)",
                rows);
    }

    public static long last(Sql sql, int partition) {
        return sql.one(
                        "select coalesce(max(position), 0) as last from journal where part = ?",
                        row -> row.number("last"),
                        (long) partition)
                .orElse(0L);
    }

    /** The entries after {@code position}, at most {@code max}. */
    public static List<Entry> read(Sql sql, int partition, long position, int max) {
        return sql.query(
                "select position, body from journal where part = ? and position > ? order by position limit ?",
                row -> new Entry(partition, row.number("position"), parsed(row.bytes("body"))),
                (long) partition,
                position,
                (long) max);
    }

    /** How many events there are of one cluster, Sentinel's own heartbeats aside. */
    public static long count(Sql sql, String cluster) {
        return sql.one(
                        "select count(*) as events from journal where cluster = ? and kind <> 'heartbeat'",
                        row -> row.number("events"),
                        cluster)
                .orElse(0L);
    }

    private static Event parsed(byte[] body) {
        try {
            return Event.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            // It was decoded before it was written.
            throw new IllegalStateException("the journal holds what is not an event", e);
        }
    }
}
