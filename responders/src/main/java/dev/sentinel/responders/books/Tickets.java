package dev.sentinel.responders.books;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Approval;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.ApprovalTicket;
import java.util.List;
import java.util.Optional;

/** Questions to people, and what they said. */
public final class Tickets {

    private static final int MOST_APPROVALS = 16;

    private Tickets() {}

    public static void open(Page page, String cluster, ApprovalTicket ticket) {
        page.sql()
                .update(
                        "insert into response_ticket (plan_id, cluster, open, expires_ms, created_ms, body)"
                                + " values (?, ?, 1, ?, ?, ?)",
                        ticket.getPlanId(),
                        cluster,
                        Timestamps.toMillis(ticket.getExpiresAt()),
                        page.now(),
                        ticket.toBuilder().clearApprovals().build().toByteArray());
    }

    /** Nobody can answer any more; what was said and not used is void. */
    public static void close(Page page, String planId) {
        page.sql().update("update response_ticket set open = 0 where plan_id = ?", planId);
        for (Approval approval : approvals(page.sql(), planId)) {
            if (approval.getState() == ApprovalState.APPROVAL_STATE_VALID) {
                change(
                        page,
                        approval.toBuilder()
                                .setState(ApprovalState.APPROVAL_STATE_WITHDRAWN)
                                .build());
            }
        }
    }

    /** With what was said so far. */
    public static Optional<ApprovalTicket> find(Sql sql, String planId) {
        return sql.one(
                        "select body from response_ticket where plan_id = ?",
                        row -> Parsed.body(row, ApprovalTicket.parser()),
                        planId)
                .map(ticket -> complete(sql, ticket));
    }

    public static boolean isOpen(Sql sql, String planId) {
        return sql.one("select open from response_ticket where plan_id = ?", row -> row.flag("open"), planId)
                .orElse(false);
    }

    /** Newest first, from behind the mark. */
    public static List<ApprovalTicket> list(Sql sql, String cluster, boolean closedToo, Plans.Mark behind, int max) {
        return sql
                .query(
                        "select body from response_ticket where (? = '' or cluster = ?) and (open = 1 or ? = 1)"
                                + " and created_ms <= ? and (created_ms < ? or plan_id > ?)"
                                + " order by created_ms desc, plan_id limit ?",
                        row -> Parsed.body(row, ApprovalTicket.parser()),
                        cluster,
                        cluster,
                        closedToo,
                        behind.createdMs(),
                        behind.createdMs(),
                        behind.id(),
                        max)
                .stream()
                .map(ticket -> complete(sql, ticket))
                .toList();
    }

    public static long waiting(Sql sql) {
        return sql.one("select count(*) as n from response_ticket where open = 1", row -> row.number("n"))
                .orElse(0L);
    }

    private static ApprovalTicket complete(Sql sql, ApprovalTicket ticket) {
        return ticket.toBuilder()
                .addAllApprovals(approvals(sql, ticket.getPlanId()))
                .build();
    }

    public static List<Approval> approvals(Sql sql, String planId) {
        return sql.query(
                "select body from response_approval where plan_id = ? order by id limit ?",
                row -> Parsed.body(row, Approval.parser()),
                planId,
                MOST_APPROVALS);
    }

    /** Whether a nonce was used before, for whatever. */
    public static boolean known(Sql sql, byte[] nonce) {
        return sql.one("select id from response_approval where nonce = ?", row -> true, nonce)
                .isPresent();
    }

    public static void add(Page page, Approval approval) {
        page.sql()
                .update(
                        "insert into response_approval (id, plan_id, actor, nonce, state, body)"
                                + " values (?, ?, ?, ?, ?, ?)",
                        approval.getId(),
                        approval.getPlanId(),
                        approval.getActor().getId(),
                        approval.getNonce().toByteArray(),
                        Words.of(approval.getState()),
                        approval.toByteArray());
    }

    public static void change(Page page, Approval changed) {
        page.sql()
                .update(
                        "update response_approval set state = ?, body = ? where id = ?",
                        Words.of(changed.getState()),
                        changed.toByteArray(),
                        changed.getId());
    }
}
