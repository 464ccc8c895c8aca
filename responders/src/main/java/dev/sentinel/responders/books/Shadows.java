package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Plan;
import java.time.Duration;
import java.util.List;

/** Plans that were only thought: what would have been done, to be compared with what people did. */
public final class Shadows {

    private Shadows() {}

    public static void note(Page page, Plan plan) {
        page.sql()
                .update(
                        "insert into response_shadow (plan_id, cluster, incident_id, decided_ms, body)"
                                + " values (?, ?, ?, ?, ?)",
                        plan.getId(),
                        plan.getContent().getCluster(),
                        plan.getContent().getIncidentId(),
                        page.now(),
                        plan.toByteArray());
    }

    /** Newest first. */
    public static List<Plan> since(Sql sql, Duration back, int max) {
        return sql.query(
                "select body from response_shadow where decided_ms >= ? order by decided_ms desc, plan_id limit ?",
                row -> Parsed.body(row, Plan.parser()),
                sql.now().minus(back),
                max);
    }
}
