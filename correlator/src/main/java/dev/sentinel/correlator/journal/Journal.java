package dev.sentinel.correlator.journal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.receive.Effect;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Appends events inside the receiver's transaction, and reads them back in order. */
public final class Journal implements Effect {

    private static final String APPEND = """
            insert into journal (part, position, event_id, cluster, kind, occurred_ms, accepted_ms, body)
            values (?, ?, ?, ?, ?, ?, ?, ?)""";
    // The row stays locked until the commit. Its time never goes back, whatever the clock does.
    private static final String MOVE_HEAD = """
            insert into journal_head (part, last, accepted_ms, bytes) values (?, ?, ?, ?)
            on conflict (part) do update set
                last = journal_head.last + excluded.last,
                accepted_ms = case when excluded.accepted_ms > journal_head.accepted_ms
                    then excluded.accepted_ms else journal_head.accepted_ms end,
                bytes = journal_head.bytes + excluded.bytes
            returning last, accepted_ms""";

    private final Partitions partitions;

    /** An event, where it stands in its partition, and when the store accepted it. */
    public record Entry(int partition, long position, Instant accepted, Event event) {}

    /** The end of a partition: its last position, and a moment that all later entries are not before. */
    public record Head(long last, Instant accepted) {}

    public Journal(Partitions partitions) {
        this.partitions = partitions;
    }

    @Override
    public void apply(Sql sql, List<Event> events) {
        // In ascending order everywhere: who needs two heads takes the lower one first.
        Map<Integer, List<Event>> byPartition = new TreeMap<>();
        for (Event event : events) {
            byPartition
                    .computeIfAbsent(partitions.of(event.getCluster()), part -> new ArrayList<>())
                    .add(event);
        }
        byPartition.forEach((partition, theirs) -> append(sql, partition, theirs));
    }

    private static void append(Sql sql, int partition, List<Event> events) {
        List<byte[]> bodies = events.stream().map(Event::toByteArray).toList();
        long bytes = bodies.stream().mapToLong(body -> body.length).sum();
        Head head = move(sql, partition, events.size(), bytes);
        long position = head.last() - events.size();
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            Event event = events.get(i);
            position++;
            rows.add(List.of(
                    (long) partition,
                    position,
                    event.getId(),
                    event.getCluster(),
                    Kinds.of(event),
                    event.getOccurredAt().getSeconds() * 1_000
                            + event.getOccurredAt().getNanos() / 1_000_000,
                    head.accepted(),
                    bodies.get(i)));
        }
        sql.batch(APPEND, rows);
    }

    /**
     * Lets time pass up to now: every later entry is accepted at the returned moment or after it. Appends that are under
     * way elsewhere are waited for.
     */
    public static Head letTimePass(Sql sql, int partition) {
        return move(sql, partition, 0, 0);
    }

    private static Head move(Sql sql, int partition, long count, long bytes) {
        return sql.one(
                        MOVE_HEAD,
                        row -> new Head(row.number("last"), row.instant("accepted_ms")),
                        partition,
                        count,
                        sql.now(),
                        bytes)
                .orElseThrow();
    }

    public static long last(Sql sql, int partition) {
        return sql.one("select last from journal_head where part = ?", row -> row.number("last"), partition)
                .orElse(0L);
    }

    /** The entries after {@code position}, at most {@code max}. */
    public static List<Entry> read(Sql sql, int partition, long position, int max) {
        return sql.query(
                "select part, position, accepted_ms, body from journal where part = ? and position > ?"
                        + " order by position limit ?",
                Journal::entry,
                partition,
                position,
                max);
    }

    /** How many events there are of one cluster, Sentinel's own heartbeats aside. */
    public static long count(Sql sql, String cluster) {
        return sql.one(
                        "select count(*) as events from journal where cluster = ? and kind <> 'heartbeat'",
                        row -> row.number("events"),
                        cluster)
                .orElse(0L);
    }

    private static Entry entry(Row row) {
        return new Entry(
                (int) row.number("part"),
                row.number("position"),
                row.instant("accepted_ms"),
                parsed(row.bytes("body")));
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
