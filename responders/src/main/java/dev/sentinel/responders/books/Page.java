package dev.sentinel.responders.books;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.audit.AuditLog;
import dev.sentinel.transport.outbox.OutboundMessage;
import dev.sentinel.transport.outbox.Outbox;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.AuditCheckpoint;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.Quarantine;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** What is written together. While one is open no other is: what was read on it stays true until it is committed. */
public final class Page {

    private final Sql sql;
    private final Instant now;
    private final Outbox outbox;
    private final AuditLog audit;
    private final SequencedMap<String, Plan> plans = new LinkedHashMap<>();

    private Page(Sql sql, Outbox outbox, AuditLog audit) {
        this.sql = sql;
        this.now = sql.now();
        this.outbox = outbox;
        this.audit = audit;
    }

    static Page open(Sql sql, Outbox outbox, AuditLog audit) {
        sql.update("update response_head set change = change where one = 1");
        return new Page(sql, outbox, audit);
    }

    public Sql sql() {
        return sql;
    }

    /** When this is written, by the clock that all who share the store agree on. */
    public Instant now() {
        return now;
    }

    public Timestamp at() {
        return Timestamps.fromMillis(now.toEpochMilli());
    }

    /** Adds an entry to the audit, at this time. */
    public void audit(AuditEntry.Builder entry) {
        audit.append(sql, entry.setAt(at()));
    }

    /** The number of the next change, for who follows. */
    long nextChange() {
        return sql.one(
                        "update response_head set change = change + 1 where one = 1 returning change",
                        row -> row.number("change"))
                .orElseThrow();
    }

    /** The plans that this page changed, each as it is now. */
    Collection<Plan> plans() {
        return plans.values();
    }

    void tell(Plan plan) {
        plans.put(plan.getId(), plan);
        String cluster = plan.getContent().getCluster();
        tell("act.%s.%s".formatted(cluster, Words.of(plan.getState())), plan.getId() + ":" + plan.getRevision(), plan);
    }

    void tell(ActionResult result, long change) {
        String key = "act.%s.%s".formatted(result.getCluster(), Words.of(result.getOutcomeCase()));
        tell(key, result.getOperationKey() + ":" + change, result);
    }

    void tell(Quarantine quarantine) {
        String key = "act.%s.quarantine.%s".formatted(quarantine.getCluster(), Words.of(quarantine.getState()));
        tell(key, quarantine.getId() + ":" + quarantine.getRevision(), quarantine);
    }

    /** Shows a checkpoint to whoever keeps them elsewhere. */
    public void tell(AuditCheckpoint checkpoint) {
        tell("act.audit.checkpoint", checkpoint.getLog() + ":" + checkpoint.getEntryCount(), checkpoint);
    }

    private void tell(String key, String id, Message message) {
        outbox.add(
                sql,
                new OutboundMessage(
                        Routes.ACTIONS,
                        key,
                        id,
                        message.getDescriptorForType().getFullName(),
                        Map.of(),
                        message.toByteString()));
    }
}
