package dev.sentinel.responders.books;

import dev.sentinel.responders.quarantine.Witness;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When collectors were heard last: the silence of one says that nobody watches. */
public final class Witnesses {

    private static final int MOST = 2_000;

    private Witnesses() {}

    /** Takes heartbeats in; a late one changes nothing. */
    public static void heard(Sql sql, List<Event> beats) {
        sql.batch(
                """
                insert into response_witness (cluster, collector, instance, heard_ms, read_ms, every_ms)
                values (?, ?, ?, ?, ?, ?)
                on conflict (cluster, collector, instance) do update set heard_ms = excluded.heard_ms,
                read_ms = excluded.read_ms, every_ms = excluded.every_ms
                where response_witness.heard_ms < excluded.heard_ms""",
                beats.stream()
                        .<List<?>>map(event -> List.of(
                                event.getCluster(),
                                event.getSource().getCollector(),
                                event.getSource().getInstance(),
                                at(event.getOccurredAt()),
                                read(event.getHeartbeat()),
                                event.getHeartbeat().getIntervalSeconds() * 1_000L))
                        .toList());
    }

    private static Optional<Instant> read(Heartbeat beat) {
        return beat.hasLastReadingAt() ? Optional.of(at(beat.getLastReadingAt())) : Optional.empty();
    }

    private static Instant at(com.google.protobuf.Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    public static List<Witness> of(Sql sql, String cluster, List<String> collectors) {
        return collectors.stream()
                .flatMap(collector -> sql
                        .query(
                                "select collector, instance, heard_ms, read_ms, every_ms from response_witness"
                                        + " where cluster = ? and collector = ? order by instance limit ?",
                                row -> new Witness(
                                        row.text("collector"),
                                        row.text("instance"),
                                        row.instant("heard_ms"),
                                        row.optionalInstant("read_ms"),
                                        Duration.ofMillis(row.number("every_ms"))),
                                cluster,
                                collector,
                                MOST)
                        .stream())
                .toList();
    }

    /** Forgets who was not heard for so long, at most {@code max}. */
    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_witness where heard_ms < ? and instance in
                (select instance from response_witness where heard_ms < ? order by heard_ms limit ?)""", sql.now().minus(age), sql.now().minus(age), max);
    }
}
