package dev.sentinel.correlator.running;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Incidents as they were published last. */
public final class Incidents {

    private static final String RESOLVED = Words.of(IncidentState.INCIDENT_STATE_RESOLVED);

    private Incidents() {}

    /** What is known of one: its revision, and the core's own count behind it. */
    record Known(long counted, Incident incident) {}

    /** Which incidents are asked for; an empty collection of states means all, an empty cluster too. */
    public record Filter(Collection<IncidentState> states, Optional<String> cluster, Optional<Instant> updatedSince) {
        public Filter {
            states = List.copyOf(states);
        }
    }

    static Optional<Known> known(Sql sql, String id) {
        return sql.one("select counted, body from incident where id = ?", Incidents::known, id);
    }

    /** Those of a partition that are not resolved, by id. */
    static List<Known> live(Sql sql, int partition, String afterId, int max) {
        return sql.query(
                "select counted, body from incident where part = ? and state <> ? and id > ? order by id limit ?",
                Incidents::known,
                partition,
                RESOLVED,
                afterId,
                max);
    }

    static void put(Sql sql, int partition, long counted, Incident incident) {
        sql.update(
                """
                insert into incident
                (id, cluster, part, state, severity, pattern, revision, counted, began_ms, updated_ms, body)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update set cluster = excluded.cluster, part = excluded.part, state = excluded.state,
                severity = excluded.severity, pattern = excluded.pattern, revision = excluded.revision,
                counted = excluded.counted, began_ms = excluded.began_ms, updated_ms = excluded.updated_ms,
                body = excluded.body""",
                incident.getId(),
                incident.getCluster(),
                partition,
                Words.of(incident.getState()),
                Words.of(incident.getSeverity()),
                incident.getPattern(),
                incident.getRevision(),
                counted,
                Timestamps.toMillis(incident.getBeganAt()),
                Timestamps.toMillis(incident.getUpdatedAt()),
                incident.toByteArray());
    }

    static void count(Sql sql, String id, long counted) {
        sql.update("update incident set counted = ? where id = ?", counted, id);
    }

    /** The newest first. */
    public static List<Incident> list(Sql sql, Filter filter, int max) {
        StringBuilder query = new StringBuilder("select body from incident where updated_ms >= ?");
        List<Object> args = new ArrayList<>();
        args.add(filter.updatedSince().orElse(Instant.EPOCH));
        filter.cluster().ifPresent(cluster -> {
            query.append(" and cluster = ?");
            args.add(cluster);
        });
        if (!filter.states().isEmpty()) {
            query.append(" and state in (?")
                    .append(", ?".repeat(filter.states().size() - 1))
                    .append(')');
            filter.states().forEach(state -> args.add(Words.of(state)));
        }
        query.append(" order by updated_ms desc, id limit ?");
        args.add(max);
        return sql.query(query.toString(), row -> parsed(row.bytes("body")), args.toArray());
    }

    /** Those whose id begins like this, at most {@code max}; an exact id comes alone. */
    public static List<Incident> find(Sql sql, String prefix, int max) {
        Optional<Incident> exact =
                sql.one("select body from incident where id = ?", row -> parsed(row.bytes("body")), prefix);
        // No wildcards: what a person types is not a pattern.
        return exact.map(List::of)
                .orElseGet(() -> sql.query(
                        "select body from incident where substr(id, 1, cast(? as integer)) = ? order by id limit ?",
                        row -> parsed(row.bytes("body")),
                        prefix.length(),
                        prefix,
                        max));
    }

    /** Forgets resolved ones that nothing has changed for so long, at most {@code max}; returns how many. */
    static int forget(Sql sql, Duration age, int max) {
        Instant before = sql.now().minus(age);
        // Asked twice: one that is changed while it is being chosen stays.
        return sql.update(
                "delete from incident where state = ? and updated_ms < ? and id in"
                        + " (select id from incident where state = ? and updated_ms < ? order by updated_ms limit ?)",
                RESOLVED,
                before,
                RESOLVED,
                before,
                max);
    }

    private static Known known(Row row) {
        return new Known(row.number("counted"), parsed(row.bytes("body")));
    }

    private static Incident parsed(byte[] body) {
        try {
            return Incident.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds what is not an incident", e);
        }
    }
}
