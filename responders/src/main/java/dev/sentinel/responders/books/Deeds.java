package dev.sentinel.responders.books;

import dev.sentinel.responders.autonomy.Deed;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import java.time.Duration;
import java.util.List;

/** What people did, or said no to: decisions are compared with it. */
public final class Deeds {

    private static final int MOST = 20_000;

    private Deeds() {}

    public static void note(Page page, Deed deed) {
        page.sql()
                .update(
                        "insert into response_deed (cluster, action, target_body, plan_id, at_ms, undoing)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        deed.cluster(),
                        deed.action(),
                        deed.target().toByteArray(),
                        deed.planId(),
                        deed.at(),
                        deed.undoing());
    }

    /** A person said no to a plan, or took it back. */
    public static void refused(Page page, Plan plan) {
        plan.getContent().getStepsList().stream()
                .filter(step -> step.getTier() != RiskTier.RISK_TIER_READ)
                .forEach(step -> note(page, Deed.of(plan, step, page.now(), true)));
    }

    /** Newest first. */
    public static List<Deed> since(Sql sql, String cluster, Duration back) {
        return sql.query(
                "select cluster, action, target_body, plan_id, at_ms, undoing from response_deed"
                        + " where at_ms >= ? and (? = '' or cluster = ?) order by at_ms desc, seq limit ?",
                row -> new Deed(
                        row.text("cluster"),
                        row.text("action"),
                        Parsed.column(row, "target_body", Ref.parser()),
                        row.text("plan_id"),
                        row.instant("at_ms"),
                        row.flag("undoing")),
                sql.now().minus(back),
                cluster,
                cluster,
                MOST);
    }

    /** The latest that answers a thought about one thing. */
    public static boolean isDone(Sql sql, String planId, String action, Ref target) {
        return sql.one(
                        "select undoing from response_deed where plan_id = ? and action = ? and target_body = ?"
                                + " order by seq desc limit 1",
                        row -> !row.flag("undoing"),
                        planId,
                        action,
                        target.toByteArray())
                .orElse(false);
    }

    /** Forgets old ones, at most {@code max}. */
    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_deed where seq in
                (select seq from response_deed where at_ms < ? order by at_ms limit ?)""", sql.now().minus(age), max);
    }
}
