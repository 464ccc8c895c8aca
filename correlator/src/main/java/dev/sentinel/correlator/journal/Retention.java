package dev.sentinel.correlator.journal;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets the oldest part of the journal: by age what no live incident needs any more, and by size whatever there is
 * most of. It always takes from the beginning of a partition, so that what is left has no holes.
 */
public final class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int ROWS_AT_ONCE = 1_000;
    private static final int BATCHES_AT_ONCE = 200;

    private final Limits limits;
    private final Supplier<Duration> window;
    private final Counter forced;

    /** How long events are kept at most, and how many bytes of them. */
    public record Limits(Duration age, long bytes) {}

    /** What one step took away; {@code needed} counts what a live incident would still have needed. */
    record Step(int rows, int needed) {
        static final Step NOTHING = new Step(0, 0);
    }

    private record Oldest(long position, Instant accepted, long bytes) {}

    private record Part(int number, long bytes) {}

    /** The window is that of the pattern that looks back furthest. */
    public Retention(Limits limits, Supplier<Duration> window, MeterRegistry registry) {
        this.limits = limits;
        this.window = window;
        this.forced = Counter.builder("sentinel.journal.forced")
                .description("Journal entries that live incidents still needed, dropped for want of room")
                .register(registry);
    }

    /** Called now and then; a bounded amount of work in small transactions. */
    public void upkeep(Store store) {
        try {
            int needed = 0;
            for (int i = 0; i < BATCHES_AT_ONCE; i++) {
                Step step = store.writeNow(this::step);
                needed += step.needed();
                if (step.rows() == 0) {
                    break;
                }
            }
            if (needed > 0) {
                forced.increment(needed);
                LOG.atWarn()
                        .addKeyValue("events", needed)
                        .addKeyValue("limit", limits.bytes())
                        .log("the journal dropped events that live incidents need; raise journal.max-size");
            }
        } catch (StoreFault e) {
            LOG.atWarn().setCause(e).log("upkeep of the journal has to wait");
        }
    }

    /** One batch of one partition. */
    Step step(Sql sql) {
        List<Part> parts = sql.query(
                "select part, bytes from journal_head order by part",
                row -> new Part((int) row.number("part"), row.number("bytes")));
        Instant old = sql.now().minus(limits.age());
        for (Part part : parts) {
            Step step = aged(sql, part.number(), old);
            if (step.rows() > 0) {
                return step;
            }
        }
        long excess = parts.stream().mapToLong(Part::bytes).sum() - limits.bytes();
        return excess <= 0
                ? Step.NOTHING
                : parts.stream()
                        .max(Comparator.comparingLong(Part::bytes))
                        .map(largest -> oversized(sql, largest.number(), excess))
                        .orElse(Step.NOTHING);
    }

    private Step aged(Sql sql, int part, Instant old) {
        List<Oldest> oldest = oldest(sql, part);
        if (oldest.isEmpty() || !oldest.getFirst().accepted().isBefore(old)) {
            return Step.NOTHING;
        }
        Instant bound =
                neededSince(sql, part).filter(needed -> needed.isBefore(old)).orElse(old);
        return drop(
                sql,
                part,
                oldest.stream()
                        .takeWhile(each -> each.accepted().isBefore(bound))
                        .toList());
    }

    private Step oversized(Sql sql, int part, long excess) {
        Optional<Instant> neededSince = neededSince(sql, part);
        List<Oldest> oldest = oldest(sql, part);
        int rows = 0;
        for (long bytes = 0; rows < oldest.size() && bytes < excess; rows++) {
            bytes += oldest.get(rows).bytes();
        }
        List<Oldest> gone = oldest.subList(0, rows);
        Step step = drop(sql, part, gone);
        int needed = (int) gone.stream()
                .filter(each -> neededSince
                        .filter(since -> !each.accepted().isBefore(since))
                        .isPresent())
                .count();
        return new Step(step.rows(), needed);
    }

    /** From when on events are evidence of incidents that are not over: an event is accepted after it happened. */
    private Optional<Instant> neededSince(Sql sql, int part) {
        long began = sql.one(
                        "select coalesce(min(began_ms), 0) as began from incident where part = ? and state <> 'resolved'",
                        row -> row.number("began"),
                        part)
                .orElse(0L);
        return began == 0
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(began).minus(window.get()));
    }

    private static List<Oldest> oldest(Sql sql, int part) {
        return sql.query(
                "select position, accepted_ms, length(body) as bytes from journal where part = ?"
                        + " order by position limit ?",
                row -> new Oldest(row.number("position"), row.instant("accepted_ms"), row.number("bytes")),
                part,
                ROWS_AT_ONCE);
    }

    private static Step drop(Sql sql, int part, List<Oldest> rows) {
        if (rows.isEmpty()) {
            return Step.NOTHING;
        }
        // Holds the head: another process at the same work waits here and then finds nothing.
        sql.update("update journal_head set bytes = bytes where part = ?", part);
        List<Long> gone = sql.query(
                "delete from journal where part = ? and position <= ? returning length(body) as bytes",
                row -> row.number("bytes"),
                part,
                rows.getLast().position());
        sql.update(
                "update journal_head set bytes = bytes - ? where part = ?",
                gone.stream().mapToLong(Long::longValue).sum(),
                part);
        return new Step(gone.size(), 0);
    }
}
