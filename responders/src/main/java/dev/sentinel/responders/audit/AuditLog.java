package dev.sentinel.responders.audit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Row;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** One log in the store. Entries are only ever added, by who holds the head row of the books. */
public final class AuditLog {

    private static final int PAGE = 500;

    private final String name;

    /** How long a log is, and how it ends. */
    public record Head(long count, ByteString hash) {}

    /**
     * Which entries are asked for; an empty text means all.
     *
     * @param afterNumber the last one seen
     */
    public record Filter(
            String cluster,
            String incidentId,
            String planId,
            Collection<AuditAct> acts,
            Optional<Instant> since,
            Optional<Instant> until,
            long afterNumber) {
        public Filter {
            acts = List.copyOf(acts);
        }

        public static Filter all() {
            return new Filter("", "", "", List.of(), Optional.empty(), Optional.empty(), 0);
        }
    }

    /** The one log of everything that responders decide and do. */
    public static AuditLog ofResponses() {
        return new AuditLog("responses");
    }

    public AuditLog(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Adds an entry at the end, in the caller's transaction. */
    public AuditEntry append(Sql sql, AuditEntry.Builder entry) {
        Head head = head(sql);
        AuditEntry sealed = Chain.sealed(entry.setLog(name), head.count() + 1, head.hash());
        sql.update(
                "insert into audit_entry (log, number, at_ms, cluster, incident_id, plan_id, act, body)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)",
                name,
                sealed.getNumber(),
                Timestamps.toMillis(sealed.getAt()),
                sealed.getCluster(),
                sealed.getIncidentId(),
                sealed.getPlanId(),
                sealed.getAct().name(),
                sealed.toByteArray());
        return sealed;
    }

    public Head head(Sql sql) {
        return sql.one(
                        "select number, body from audit_entry where log = ? order by number desc limit 1",
                        row -> new Head(row.number("number"), parsed(row).getHash()),
                        name)
                .orElse(new Head(0, Chain.GENESIS));
    }

    /** Oldest first. */
    public List<AuditEntry> list(Sql sql, Filter filter, int max) {
        StringBuilder query = new StringBuilder("select body from audit_entry where log = ? and number > ?");
        List<Object> args = new ArrayList<>(List.of(name, filter.afterNumber()));
        condition(query, args, "cluster", filter.cluster());
        condition(query, args, "incident_id", filter.incidentId());
        condition(query, args, "plan_id", filter.planId());
        if (!filter.acts().isEmpty()) {
            query.append(" and act in (?")
                    .append(", ?".repeat(filter.acts().size() - 1))
                    .append(')');
            filter.acts().forEach(act -> args.add(act.name()));
        }
        filter.since().ifPresent(since -> {
            query.append(" and at_ms >= ?");
            args.add(since);
        });
        filter.until().ifPresent(until -> {
            query.append(" and at_ms < ?");
            args.add(until);
        });
        query.append(" order by number limit ?");
        args.add(max);
        return sql.query(query.toString(), AuditLog::parsed, args.toArray());
    }

    /** Shows every entry as it lies in the store, in the order of their numbers, page by page. */
    public void walk(Store store, Consumer<AuditEntry> visitor) {
        long last = 0;
        while (true) {
            long from = last;
            List<Numbered> page = store.read(sql -> sql.query(
                    "select number, body from audit_entry where log = ? and number > ? order by number limit ?",
                    row -> new Numbered(row.number("number"), parsed(row)),
                    name,
                    from,
                    PAGE));
            if (page.isEmpty()) {
                return;
            }
            page.forEach(each -> visitor.accept(each.entry()));
            last = page.getLast().number();
        }
    }

    private record Numbered(long number, AuditEntry entry) {}

    private static void condition(StringBuilder query, List<Object> args, String column, String value) {
        if (!value.isEmpty()) {
            query.append(" and ").append(column).append(" = ?");
            args.add(value);
        }
    }

    // What cannot be read was changed by somebody else: an entry that fits nowhere says so to who verifies.
    private static AuditEntry parsed(Row row) {
        try {
            return AuditEntry.parseFrom(row.bytes("body"));
        } catch (InvalidProtocolBufferException e) {
            return AuditEntry.getDefaultInstance();
        }
    }
}
