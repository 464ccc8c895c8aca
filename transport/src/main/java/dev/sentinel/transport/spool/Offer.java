package dev.sentinel.transport.spool;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Work;
import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Takes one event in, inside the writer's transaction, or refuses it and burns its number. */
final class Offer implements Work<Spooled> {
    private static final int DISPLACED_AT_ONCE = 64;
    private static final long MOST_EVENT_BYTES = 192L << 10;
    private static final int HIGHEST_LESSER = Severity.SEVERITY_WARNING_VALUE;

    private final Item item;
    private final FileSegment segment;
    private final Usage usage;
    private final Tally tally;
    private final Instant now;
    // What this offer has changed in the usage, to be taken back when it runs again or is not committed.
    private long addedRecords;
    private long addedBytes;
    private long displaced;

    Offer(Item item, FileSegment segment, Usage usage, Tally tally, Instant now) {
        this.item = item;
        this.segment = segment;
        this.usage = usage;
        this.tally = tally;
        this.now = now;
    }

    @Override
    public Spooled run(Sql sql) {
        undo();
        Optional<Long> known =
                sql.one("select seq from spooled where event_id = ?", row -> row.number("seq"), item.id());
        if (known.isPresent()) {
            return kept(known.get());
        }
        long number = number(sql);
        if (item.size() > MOST_EVENT_BYTES) {
            // No broker of ours would take it, and it would stand before everything else for ever.
            return new Spooled.Refused(
                    "an event of " + item.size() + " bytes is over the limit of " + MOST_EVENT_BYTES);
        }
        if (item.severity() == Severity.SEVERITY_CRITICAL) {
            makeRoom(sql);
        }
        if (!usage.admits(item.severity(), item.size())) {
            return new Spooled.Refused(usage.refusal(item.severity()));
        }
        long row = Table.insert(sql, item, segment.epoch(), number, now);
        count(1, item.size());
        return kept(row);
    }

    private Spooled kept(long localRow) {
        return new Spooled.Kept(Rows.of(segment.number(), localRow));
    }

    private long number(Sql sql) {
        return sql.one("""
                        insert into numbering (collector, instance, last) values (?, ?, 1)
                        on conflict (collector, instance) do update set last = numbering.last + 1
                        returning last""", row -> row.number("last"), item.collector(), item.instance())
                .orElseThrow();
    }

    private void makeRoom(Sql sql) {
        while (usage.isFull(item.size())) {
            List<Long> gone = sql.query("""
                    delete from spooled where seq in
                    (select seq from spooled where severity <= ? order by seq limit ?) returning bytes""", row -> row.number("bytes"), HIGHEST_LESSER, DISPLACED_AT_ONCE);
            if (gone.isEmpty()) {
                return;
            }
            displaced += gone.size();
            count(-gone.size(), -gone.stream().mapToLong(Long::longValue).sum());
        }
    }

    private void count(long records, long bytes) {
        addedRecords += records;
        addedBytes += bytes;
        segment.count(records, bytes);
    }

    /** Forgets what was counted for a transaction that came to nothing. */
    void undo() {
        segment.count(-addedRecords, -addedBytes);
        addedRecords = 0;
        addedBytes = 0;
        displaced = 0;
    }

    /** Called once the outcome is committed. */
    void settled(Spooled outcome) {
        tally.displaced(displaced);
        switch (outcome) {
            case Spooled.Kept kept -> segment.noteOldest(now);
            case Spooled.Refused refused -> tally.refused(item.severity());
        }
    }
}
