package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is owed: the ways back of steps that were applied, until they are gone or a person gives them up. */
public final class Inverses {

    private static final String COLUMNS =
            "select plan_id, step, cluster, due_ms, target_body, body from response_inverse ";

    /** One that is owed. */
    public record Owed(String planId, int step, String cluster, Ref target, Inverse inverse, Instant due) {}

    private Inverses() {}

    /** Records what restores exactly what was; what was recorded first stays: a second attempt finds the world changed already. */
    public static void owe(Page page, String planId, int step, String cluster, Ref target, Inverse inverse) {
        page.sql()
                .update(
                        """
                        insert into response_inverse
                        (plan_id, step, cluster, target, applied_ms, due_ms, told, closed_ms, closed_how, target_body, body)
                        values (?, ?, ?, ?, ?, ?, 0, ?, '', ?, ?) on conflict (plan_id, step) do nothing""",
                        planId,
                        step,
                        cluster,
                        Words.of(target),
                        page.now(),
                        page.now().plusSeconds(inverse.getDueInSeconds()),
                        Optional.empty(),
                        target.toByteArray(),
                        inverse.toByteArray());
    }

    /** Forgets one whose act turned out not to have happened. */
    public static void drop(Page page, String planId, int step) {
        page.sql().update("delete from response_inverse where plan_id = ? and step = ?", planId, step);
    }

    public static boolean close(Page page, String planId, int step, String how) {
        return page.sql()
                        .update(
                                "update response_inverse set closed_ms = ?, closed_how = ?"
                                        + " where plan_id = ? and step = ? and closed_ms is null",
                                page.now(),
                                how,
                                planId,
                                step)
                > 0;
    }

    public static Optional<Owed> find(Sql sql, String planId, int step) {
        return sql.one(COLUMNS + "where plan_id = ? and step = ? and closed_ms is null", Inverses::read, planId, step);
    }

    /** Those of a plan, the last step first: the order in which they are taken back. */
    public static List<Owed> ofPlan(Sql sql, String planId) {
        return sql.query(
                COLUMNS + "where plan_id = ? and closed_ms is null order by step desc limit 64",
                Inverses::read,
                planId);
    }

    /** Those of one thing, whichever plans owe them. */
    public static List<Owed> ofTarget(Sql sql, String cluster, Ref target, int max) {
        return sql.query(
                COLUMNS + "where cluster = ? and target = ? and closed_ms is null order by applied_ms limit ?",
                Inverses::read,
                cluster,
                Words.of(target),
                max);
    }

    /** Late ones of which nobody has been told, marked as told. */
    public static List<Owed> late(Page page, int max) {
        List<Owed> late = page.sql()
                .query(
                        COLUMNS + "where closed_ms is null and told = 0 and due_ms <= ? order by due_ms limit ?",
                        Inverses::read,
                        page.now(),
                        max);
        late.forEach(each -> page.sql()
                .update(
                        "update response_inverse set told = 1 where plan_id = ? and step = ?",
                        each.planId(),
                        each.step()));
        return late;
    }

    public static long open(Sql sql) {
        return sql.one("select count(*) as n from response_inverse where closed_ms is null", row -> row.number("n"))
                .orElse(0L);
    }

    private static Owed read(Row row) {
        return new Owed(
                row.text("plan_id"),
                (int) row.number("step"),
                row.text("cluster"),
                Parsed.column(row, "target_body", Ref.parser()),
                Parsed.body(row, Inverse.parser()),
                row.instant("due_ms"));
    }
}
