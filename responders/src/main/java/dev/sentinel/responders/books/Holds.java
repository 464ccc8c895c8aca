package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Ref;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Who may act on what: one plan at a time on one thing. */
public final class Holds {

    private static final int MOST = 1_000;

    private Holds() {}

    /** Takes all of them for a plan, or none: returns who has one of them already. */
    public static Optional<String> take(Page page, String planId, String cluster, Collection<Ref> targets) {
        for (Ref target : targets) {
            String holder = page.sql()
                    .one(
                            """
                            insert into response_hold (cluster, target, plan_id, since_ms, target_body)
                            values (?, ?, ?, ?, ?)
                            on conflict (cluster, target) do update set since_ms = response_hold.since_ms
                            returning plan_id""",
                            row -> row.text("plan_id"),
                            cluster,
                            Words.of(target),
                            planId,
                            page.now(),
                            target.toByteArray())
                    .orElseThrow();
            if (!holder.equals(planId)) {
                release(page, planId);
                return Optional.of(holder);
            }
        }
        return Optional.empty();
    }

    public static void release(Page page, String planId) {
        page.sql().update("delete from response_hold where plan_id = ?", planId);
    }

    /** What other plans hold in a cluster. */
    public static List<Ref> others(Sql sql, String cluster, String planId) {
        return sql.query(
                "select target_body from response_hold where cluster = ? and plan_id <> ? order by target limit ?",
                row -> Parsed.column(row, "target_body", Ref.parser()),
                cluster,
                planId,
                MOST);
    }
}
