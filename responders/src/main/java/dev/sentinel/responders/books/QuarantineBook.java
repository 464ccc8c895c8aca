package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Things that are kept out of service, and those that were. */
public final class QuarantineBook {

    private static final int MOST = 1_000;
    private static final String COLUMNS = "select failures, body from quarantine ";

    /** One of them; {@code failures} is how often in a row something passing was in the way. */
    public record Kept(Quarantine quarantine, int failures) {}

    private QuarantineBook() {}

    private static boolean isLive(Quarantine quarantine) {
        return quarantine.getState() != QuarantineState.QUARANTINE_STATE_RELEASED
                && quarantine.getState() != QuarantineState.QUARANTINE_STATE_ENDED;
    }

    /** Writes its next revision and tells everybody. */
    public static Quarantine put(Page page, Quarantine.Builder quarantine, Plans.Due due) {
        Quarantine next = quarantine.setRevision(quarantine.getRevision() + 1).build();
        page.sql()
                .update(
                        """
                        insert into quarantine
                        (id, cluster, target, plan_id, live, state, created_ms, due_ms, failures, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (id) do update set live = excluded.live, state = excluded.state,
                        due_ms = excluded.due_ms, failures = excluded.failures, body = excluded.body""",
                        next.getId(),
                        next.getCluster(),
                        Words.of(next.getTarget()),
                        next.getPlanId(),
                        isLive(next),
                        Words.of(next.getState()),
                        page.now(),
                        due.at(),
                        due.failures(),
                        next.toByteArray());
        page.tell(next);
        return next;
    }

    /** What a look saw, when it changed nothing that people have to hear of: no new revision. */
    public static void note(Page page, Quarantine quarantine, Plans.Due due) {
        page.sql()
                .update(
                        "update quarantine set due_ms = ?, failures = ?, body = ? where id = ?",
                        due.at(),
                        due.failures(),
                        quarantine.toByteArray(),
                        quarantine.getId());
    }

    /** Only the time at which it is looked at again. */
    public static void due(Page page, String id, Plans.Due due) {
        page.sql().update("update quarantine set due_ms = ?, failures = ? where id = ?", due.at(), due.failures(), id);
    }

    public static Optional<Quarantine> find(Sql sql, String id) {
        return sql.one(COLUMNS + "where id = ?", QuarantineBook::read, id).map(Kept::quarantine);
    }

    /** The one that a plan began, or was made for. */
    public static Optional<Quarantine> ofPlan(Sql sql, String planId) {
        return sql.one(COLUMNS + "where plan_id = ?", QuarantineBook::read, planId)
                .map(Kept::quarantine);
    }

    /** The one that keeps a thing now. */
    public static Optional<Quarantine> of(Sql sql, String cluster, Ref target) {
        return sql.one(
                        COLUMNS + "where live = 1 and cluster = ? and target = ?",
                        QuarantineBook::read,
                        cluster,
                        Words.of(target))
                .map(Kept::quarantine);
    }

    public static List<Kept> live(Sql sql, String cluster) {
        return sql.query(
                COLUMNS + "where live = 1 and cluster = ? order by id limit ?", QuarantineBook::read, cluster, MOST);
    }

    public static List<Kept> due(Sql sql, Instant now, int max) {
        return sql.query(COLUMNS + "where due_ms <= ? order by due_ms, id limit ?", QuarantineBook::read, now, max);
    }

    public static Optional<Instant> next(Sql sql) {
        return sql.one("select min(due_ms) as due_ms from quarantine", row -> row.optionalInstant("due_ms"))
                .flatMap(due -> due);
    }

    /** Newest first, from behind the mark. */
    public static List<Quarantine> list(Sql sql, String cluster, boolean releasedToo, Plans.Mark behind, int max) {
        return sql.query(
                "select failures, body from quarantine where (? = '' or cluster = ?) and (live = 1 or ? = 1)"
                        + " and created_ms <= ? and (created_ms < ? or id > ?) order by created_ms desc, id limit ?",
                row -> read(row).quarantine(),
                cluster,
                cluster,
                releasedToo,
                behind.createdMs(),
                behind.createdMs(),
                behind.id(),
                max);
    }

    /** The mark behind one. */
    public static Plans.Mark mark(Sql sql, Quarantine quarantine) {
        return sql.one(
                        "select created_ms from quarantine where id = ?",
                        row -> new Plans.Mark(row.number("created_ms"), quarantine.getId()),
                        quarantine.getId())
                .orElse(Plans.Mark.NEWEST);
    }

    private static Kept read(Row row) {
        return new Kept(Parsed.body(row, Quarantine.parser()), (int) row.number("failures"));
    }
}
