package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Incidents that somebody may have to act on, in the newest revision known. */
public final class Cases {

    private static final String COLUMNS = "select failures, said, body from response_case ";

    /**
     * One case.
     *
     * @param failures how often in a row it could not be thought through
     * @param said why there is no plan; empty when there is one
     */
    public record Case(Incident incident, int failures, String said) {}

    private Cases() {}

    /** Takes a revision in, unless this or a newer one is known. It is to be thought about at once. */
    public static void take(Sql sql, Incident incident) {
        sql.update(
                """
                insert into response_case
                (incident_id, cluster, revision, live, due_ms, failures, said, changed_ms, body)
                values (?, ?, ?, ?, ?, 0, '', ?, ?)
                on conflict (incident_id) do update set cluster = excluded.cluster, revision = excluded.revision,
                live = excluded.live, due_ms = excluded.due_ms, failures = 0, changed_ms = excluded.changed_ms,
                body = excluded.body where response_case.revision < excluded.revision""",
                incident.getId(),
                incident.getCluster(),
                incident.getRevision(),
                incident.getState() != IncidentState.INCIDENT_STATE_RESOLVED,
                sql.now(),
                sql.now(),
                incident.toByteArray());
    }

    public static Optional<Case> find(Sql sql, String incidentId) {
        return sql.one(COLUMNS + "where incident_id = ?", Cases::read, incidentId);
    }

    public static List<Case> due(Sql sql, Instant now, int max) {
        return sql.query(COLUMNS + "where due_ms <= ? order by due_ms, incident_id limit ?", Cases::read, now, max);
    }

    /** When the next one is due. */
    public static Optional<Instant> next(Sql sql) {
        return sql.one("select min(due_ms) as due_ms from response_case", row -> row.optionalInstant("due_ms"))
                .flatMap(due -> due);
    }

    /** Notes that this revision was thought about; a newer one stays due. */
    public static void considered(Sql sql, Incident incident, String said) {
        sql.update(
                "update response_case set due_ms = null, failures = 0, said = ? where incident_id = ? and revision = ?",
                said,
                incident.getId(),
                incident.getRevision());
    }

    /** Notes that it could not be thought through and is tried again then. */
    public static void again(Sql sql, Incident incident, String why, Instant due) {
        sql.update(
                "update response_case set due_ms = ?, failures = failures + 1, said = ?"
                        + " where incident_id = ? and revision = ?",
                due,
                why,
                incident.getId(),
                incident.getRevision());
    }

    /** It is to be thought about again at once. */
    public static void wake(Sql sql, String incidentId) {
        sql.update("update response_case set due_ms = ? where incident_id = ?", sql.now(), incidentId);
    }

    /** Forgets resolved ones that nothing changed for so long, at most {@code max}. */
    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_case where live = 0 and incident_id in
                (select incident_id from response_case where live = 0 and due_ms is null and changed_ms < ?
                order by changed_ms limit ?)""", sql.now().minus(age), max);
    }

    private static Case read(Row row) {
        return new Case(Parsed.body(row, Incident.parser()), (int) row.number("failures"), row.text("said"));
    }
}
