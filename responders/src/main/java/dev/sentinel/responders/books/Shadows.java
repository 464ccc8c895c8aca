package dev.sentinel.responders.books;

import dev.sentinel.responders.autonomy.Thought;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Plans that were only thought: what would have been done, to be compared with what people did. */
public final class Shadows {

    private Shadows() {}

    /** One whose targets are to be looked at. */
    public record Due(Plan plan, Instant decidedAt) {}

    public static void note(Page page, Plan plan) {
        page.sql()
                .update(
                        "insert into response_shadow (plan_id, cluster, incident_id, decided_ms, due_ms, looked_ms, body)"
                                + " values (?, ?, ?, ?, ?, ?, ?)",
                        plan.getId(),
                        plan.getContent().getCluster(),
                        plan.getContent().getIncidentId(),
                        page.now(),
                        page.now(),
                        page.now(),
                        plan.toByteArray());
    }

    /** Newest first. */
    public static List<Thought> since(Sql sql, String cluster, Duration back, int max) {
        return sql.query(
                "select body, decided_ms, looked_ms from response_shadow where decided_ms >= ? and (? = '' or cluster = ?)"
                        + " order by decided_ms desc, plan_id limit ?",
                row -> new Thought(
                        Parsed.body(row, Plan.parser()),
                        row.optionalInstant("looked_ms").orElseGet(() -> row.instant("decided_ms"))),
                sql.now().minus(back),
                cluster,
                cluster,
                max);
    }

    public static List<Due> due(Sql sql, Instant now, int max) {
        return sql.query(
                "select body, decided_ms from response_shadow where due_ms <= ? order by due_ms, plan_id limit ?",
                row -> new Due(Parsed.body(row, Plan.parser()), row.instant("decided_ms")),
                now,
                max);
    }

    /** Its targets were looked at; {@code next} is empty when they are not looked at any more. */
    public static void looked(Page page, String planId, Optional<Instant> next) {
        page.sql()
                .update(
                        "update response_shadow set looked_ms = ?, due_ms = ? where plan_id = ?",
                        page.now(),
                        next,
                        planId);
    }

    /** They could not be looked at. */
    public static void unseen(Page page, String planId, Optional<Instant> next) {
        page.sql().update("update response_shadow set due_ms = ? where plan_id = ?", next, planId);
    }

    /** Forgets old ones, at most {@code max}. */
    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_shadow where plan_id in
                (select plan_id from response_shadow where decided_ms < ? order by decided_ms limit ?)""", sql.now().minus(age), max);
    }
}
