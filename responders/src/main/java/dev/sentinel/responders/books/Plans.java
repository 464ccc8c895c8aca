package dev.sentinel.responders.books;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Plans, each in its newest revision. */
public final class Plans {

    /** Nothing more happens to a plan by itself. */
    public static final Set<PlanState> ENDS = EnumSet.of(
            PlanState.PLAN_STATE_SUCCEEDED,
            PlanState.PLAN_STATE_FAILED,
            PlanState.PLAN_STATE_TAKEN_BACK,
            PlanState.PLAN_STATE_REJECTED,
            PlanState.PLAN_STATE_EXPIRED,
            PlanState.PLAN_STATE_WITHDRAWN,
            PlanState.PLAN_STATE_UNKNOWN);

    /** Nothing has been done yet. */
    public static final Set<PlanState> BEFORE = EnumSet.of(
            PlanState.PLAN_STATE_PROPOSED, PlanState.PLAN_STATE_WAITING_FOR_APPROVAL, PlanState.PLAN_STATE_APPROVED);

    private static final String COLUMNS = "select failures, change, body from response_plan ";

    /**
     * A plan with what the books know beside it.
     *
     * @param failures how often in a row something passing was in the way
     */
    public record Kept(Plan plan, int failures, long change) {}

    /** When a plan is to be looked at next. */
    public record Due(Optional<Instant> at, int failures) {
        public static final Due NEVER = new Due(Optional.empty(), 0);

        public static Due at(Instant time) {
            return new Due(Optional.of(time), 0);
        }

        public static Due again(Instant time, int failures) {
            return new Due(Optional.of(time), failures);
        }
    }

    /** Which plans are asked for; an empty text or collection means all. */
    public record Filter(String cluster, String incidentId, Collection<PlanState> states, boolean withOpenInverses) {
        public Filter {
            states = List.copyOf(states);
        }
    }

    /** Where a page of a list ended. */
    public record Mark(long createdMs, String id) {
        public static final Mark NEWEST = new Mark(Long.MAX_VALUE, "");
    }

    /** A change, and the result that led to it. */
    public record Change(long number, Plan plan, Optional<ActionResult> result) {}

    private Plans() {}

    public static Plan insert(Page page, Plan.Builder plan, Due due) {
        Plan first = plan.setRevision(1).setUpdatedAt(page.at()).build();
        page.sql()
                .update(
                        """
                        insert into response_plan
                        (id, cluster, incident_id, runbook, state, live, created_ms, due_ms,
                        failures, change, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
                        first.getId(),
                        first.getContent().getCluster(),
                        first.getContent().getIncidentId(),
                        first.getContent().getRunbook(),
                        Words.of(first.getState()),
                        !ENDS.contains(first.getState()),
                        page.now(),
                        due.at(),
                        due.failures(),
                        page.nextChange(),
                        first.toByteArray());
        page.tell(first);
        return first;
    }

    /** Writes a plan's next revision and tells everybody. */
    public static Plan put(Page page, Plan.Builder plan, Due due) {
        return put(page, plan, due, page.nextChange());
    }

    /** The same, when a result led to it. */
    public static Plan put(Page page, Plan.Builder plan, ActionResult result, Due due) {
        long change = page.nextChange();
        page.sql()
                .update(
                        "insert into response_result (plan_id, change, body) values (?, ?, ?)",
                        plan.getId(),
                        change,
                        result.toByteArray());
        page.tell(result, change);
        return put(page, plan, due, change);
    }

    private static Plan put(Page page, Plan.Builder plan, Due due, long change) {
        Plan next =
                plan.setRevision(plan.getRevision() + 1).setUpdatedAt(page.at()).build();
        page.sql()
                .update(
                        "update response_plan set state = ?, live = ?, ended_ms = ?, due_ms = ?, failures = ?, change = ?,"
                                + " body = ? where id = ?",
                        Words.of(next.getState()),
                        !ENDS.contains(next.getState()),
                        ENDS.contains(next.getState()) ? Optional.of(page.now()) : Optional.empty(),
                        due.at(),
                        due.failures(),
                        change,
                        next.toByteArray(),
                        next.getId());
        page.tell(next);
        return next;
    }

    /** Only the time at which it is looked at again; nobody is told. */
    public static void due(Page page, String id, Due due) {
        page.sql()
                .update("update response_plan set due_ms = ?, failures = ? where id = ?", due.at(), due.failures(), id);
    }

    public static Optional<Kept> find(Sql sql, String id) {
        return sql.one(COLUMNS + "where id = ?", Plans::read, id);
    }

    public static List<Kept> due(Sql sql, Instant now, int max) {
        return sql.query(COLUMNS + "where due_ms <= ? order by due_ms, id limit ?", Plans::read, now, max);
    }

    public static Optional<Instant> next(Sql sql) {
        return sql.one("select min(due_ms) as due_ms from response_plan", row -> row.optionalInstant("due_ms"))
                .flatMap(due -> due);
    }

    /** Those of an incident, newest first. */
    public static List<Kept> ofIncident(Sql sql, String incidentId, int max) {
        return sql.query(
                COLUMNS + "where incident_id = ? order by created_ms desc, id limit ?", Plans::read, incidentId, max);
    }

    /** Those that are neither done nor given up. */
    public static List<Kept> live(Sql sql, int max) {
        return sql.query(COLUMNS + "where live = 1 order by created_ms, id limit ?", Plans::read, max);
    }

    /** Newest first, from behind the mark. */
    public static List<Plan> list(Sql sql, Filter filter, Mark behind, int max) {
        StringBuilder query = new StringBuilder(
                "select body from response_plan p where created_ms <= ?" + " and (created_ms < ? or id > ?)");
        List<Object> args = new ArrayList<>(List.of(behind.createdMs(), behind.createdMs(), behind.id()));
        condition(query, args, "cluster", filter.cluster());
        condition(query, args, "incident_id", filter.incidentId());
        if (!filter.states().isEmpty()) {
            query.append(" and state in (?")
                    .append(", ?".repeat(filter.states().size() - 1))
                    .append(')');
            filter.states().forEach(state -> args.add(Words.of(state)));
        }
        if (filter.withOpenInverses()) {
            query.append(" and exists (select 1 from response_inverse i"
                    + " where i.plan_id = p.id and i.closed_ms is null)");
        }
        query.append(" order by created_ms desc, id limit ?");
        args.add(max);
        return sql.query(query.toString(), row -> Parsed.body(row, Plan.parser()), args.toArray());
    }

    /** The mark behind a plan. */
    public static Mark mark(Sql sql, Plan plan) {
        return sql.one(
                        "select created_ms from response_plan where id = ?",
                        row -> new Mark(row.number("created_ms"), plan.getId()),
                        plan.getId())
                .orElse(Mark.NEWEST);
    }

    private static void condition(StringBuilder query, List<Object> args, String column, String value) {
        if (!value.isEmpty()) {
            query.append(" and ").append(column).append(" = ?");
            args.add(value);
        }
    }

    /** Plans that changed after a change, in the order of their latest one. */
    public static List<Change> changed(Sql sql, long after, int max) {
        return sql.query("""
                select p.change, p.body, r.body as result from response_plan p
                left join response_result r on r.change = p.change
                where p.change > ? order by p.change limit ?""", Plans::change, after, max);
    }

    private static Change change(Row row) {
        Optional<ActionResult> result = row.isEmpty("result")
                ? Optional.empty()
                : Optional.of(Parsed.column(row, "result", ActionResult.parser()));
        return new Change(row.number("change"), Parsed.body(row, Plan.parser()), result);
    }

    /** The latest change of all. */
    public static long lastChange(Sql sql) {
        return sql.one("select change from response_head where one = 1", row -> row.number("change"))
                .orElse(0L);
    }

    public static List<ActionResult> results(Sql sql, String planId, int max) {
        return sql.query(
                "select body from response_result where plan_id = ? order by seq limit ?",
                row -> Parsed.body(row, ActionResult.parser()),
                planId,
                max);
    }

    /** Plans that were made since then, newest first. */
    public static List<Plan> since(Sql sql, String cluster, Duration back, int max) {
        return sql.query(
                "select body from response_plan where created_ms >= ? and (? = '' or cluster = ?)"
                        + " order by created_ms desc, id limit ?",
                row -> Parsed.body(row, Plan.parser()),
                sql.now().minus(back),
                cluster,
                cluster,
                max);
    }

    /** What came of acts of such plans, newest first. */
    public static List<ActionResult> resultsSince(Sql sql, String cluster, Duration back, int max) {
        return sql.query(
                "select r.body as body from response_result r join response_plan p on p.id = r.plan_id"
                        + " where p.created_ms >= ? and (? = '' or p.cluster = ?) order by r.seq desc limit ?",
                row -> Parsed.body(row, ActionResult.parser()),
                sql.now().minus(back),
                cluster,
                cluster,
                max);
    }

    /**
     * Forgets plans that were over so long ago, at most {@code max}, with everything that was said and done about them. What
     * is still owed, held, in quarantine, or might be planned anew for an incident that lasts, stays.
     */
    public static int forget(Sql sql, Duration age, int max) {
        List<String> over = sql.query("""
                select id from response_plan p where ended_ms < ?
                and not exists (select 1 from response_inverse i where i.plan_id = p.id and i.closed_ms is null)
                and not exists (select 1 from response_hold h where h.plan_id = p.id)
                and not exists (select 1 from quarantine q where q.plan_id = p.id and q.live = 1)
                and not exists (select 1 from response_case c where c.incident_id = p.incident_id and c.live = 1)
                order by ended_ms limit ?""", row -> row.text("id"), sql.now().minus(age), max);
        for (String table : List.of(
                "response_approval",
                "response_ticket",
                "response_result",
                "response_step",
                "response_inverse",
                "response_heard",
                "quarantine")) {
            sql.batch(
                    "delete from %s where plan_id = ?".formatted(table),
                    over.stream().map(List::of).toList());
        }
        return sql.batch(
                "delete from response_plan where id = ?",
                over.stream().map(List::of).toList());
    }

    /** When it may be looked at last: a plan expires. */
    public static Instant expiry(Plan plan) {
        return Instant.ofEpochMilli(Timestamps.toMillis(plan.getContent().getExpiresAt()));
    }

    private static Kept read(Row row) {
        return new Kept(Parsed.body(row, Plan.parser()), (int) row.number("failures"), row.number("change"));
    }
}
