package dev.sentinel.responders.books;

import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.List;

/** What was meant to be done lately: budgets count intents, because what was meant may have happened. */
public final class Acts {

    private static final int MOST = 2_000;

    private Acts() {}

    public static void meant(Page page, String operationKey, Order order, String incidentId, String planId) {
        page.sql()
                .update(
                        """
                        insert into response_act (op_key, cluster, action, target_body, incident_id, plan_id, at_ms)
                        values (?, ?, ?, ?, ?, ?, ?) on conflict (op_key) do update set at_ms = excluded.at_ms""",
                        operationKey,
                        order.cluster(),
                        order.action(),
                        order.target().toByteArray(),
                        incidentId,
                        planId,
                        page.now());
    }

    /** Newest first. */
    public static List<Standing.Act> since(Sql sql, String cluster, Duration back) {
        return sql.query(
                "select action, target_body, at_ms, incident_id, plan_id from response_act"
                        + " where cluster = ? and at_ms >= ? order by at_ms desc limit ?",
                row -> new Standing.Act(
                        row.text("action"),
                        Parsed.column(row, "target_body", Ref.parser()),
                        row.instant("at_ms"),
                        row.text("incident_id"),
                        row.text("plan_id")),
                cluster,
                sql.now().minus(back),
                MOST);
    }

    /** Forgets what no budget looks back to, at most {@code max}. */
    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_act where op_key in
                (select op_key from response_act where at_ms < ? order by at_ms limit ?)""", sql.now().minus(age), max);
    }
}
