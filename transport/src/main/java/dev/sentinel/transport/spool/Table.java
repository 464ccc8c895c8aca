package dev.sentinel.transport.spool;

import com.google.protobuf.ByteString;
import dev.sentinel.transport.store.Sql;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The statements of a spool file. */
final class Table {
    private static final int FREE_PAGES_KEPT = 1_024;

    /** What is in a file. */
    record Stock(long records, long bytes, Optional<Instant> oldest, long epoch) {}

    /** A row that waits to be delivered. */
    record Waiting(long row, long epoch, long number, ByteString body) {}

    private Table() {}

    /** Counts a file, and gives it its epoch when it has none yet. */
    static Stock stock(Sql sql, long newEpoch) {
        sql.update("insert into spool_epoch (epoch) select ? where not exists (select 1 from spool_epoch)", newEpoch);
        long epoch = sql.one("select epoch from spool_epoch", row -> row.number("epoch"))
                .orElseThrow();
        return sql.one(
                        "select count(*) as n, coalesce(sum(bytes), 0) as total from spooled",
                        row -> new Stock(row.number("n"), row.number("total"), oldest(sql), epoch))
                .orElseThrow();
    }

    private static Optional<Instant> oldest(Sql sql) {
        return sql.one("select created_at from spooled order by seq limit 1", row -> row.instant("created_at"));
    }

    static long insert(Sql sql, Item item, long epoch, long number, Instant now) {
        return sql.one(
                        """
                        insert into spooled (event_id, severity, bytes, created_at, attempts, epoch, number, body)
                        values (?, ?, ?, ?, 0, ?, ?, ?) returning seq""",
                        row -> row.number("seq"),
                        item.id(),
                        item.rank(),
                        item.size(),
                        now,
                        epoch,
                        number,
                        item.body())
                .orElseThrow();
    }

    static List<Waiting> read(Sql sql, long after, int max, long maxBytes) {
        // The sum is taken without reading a body, so that no more of them are read than fit.
        return sql.query(
                """
                select seq, epoch, number, body from spooled where seq > ? and seq <=
                (select coalesce(max(case when total <= ? then seq end), min(seq)) from
                (select seq, sum(bytes) over (order by seq) as total from
                (select seq, bytes from spooled where seq > ? order by seq limit ?))) order by seq""",
                row -> new Waiting(
                        row.number("seq"),
                        row.number("epoch"),
                        row.number("number"),
                        ByteString.copyFrom(row.bytes("body"))),
                after,
                maxBytes,
                after,
                max);
    }

    /** Deletes rows; returns what they held and how old the rest is. */
    static Stock delete(Sql sql, List<Long> rows) {
        long gone = 0;
        long freed = 0;
        for (long row : rows) {
            Optional<Long> deleted =
                    sql.one("delete from spooled where seq = ? returning bytes", each -> each.number("bytes"), row);
            gone += deleted.isPresent() ? 1 : 0;
            freed += deleted.orElse(0L);
        }
        // After an outage has filled the file: give the disk back what is not needed, a little at a time.
        if (sql.one("pragma freelist_count", row -> row.number("freelist_count"))
                        .orElse(0L)
                > FREE_PAGES_KEPT) {
            // Neither a query nor an update to the driver: it answers with rows, or with none.
            sql.execute("pragma incremental_vacuum(" + FREE_PAGES_KEPT + ")");
        }
        return new Stock(gone, freed, oldest(sql), 0);
    }

    static int attempted(Sql sql, Collection<Long> rows, String error) {
        return sql.batch(
                "update spooled set attempts = attempts + 1, last_error = ? where seq = ?",
                rows.stream().map(row -> List.<Object>of(error, row)).toList());
    }
}
