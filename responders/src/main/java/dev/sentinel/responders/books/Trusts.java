package dev.sentinel.responders.books;

import dev.sentinel.responders.autonomy.Loss;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.Plan;
import java.util.List;
import java.util.Optional;

/** What went wrong when nobody was asked; it stays here until a person trusts it again. */
public final class Trusts {

    private static final int MOST = 1_024;

    private Trusts() {}

    /** Takes the right away, and says so; what was lost before stays lost for its first reason. */
    public static void lose(Page page, Plan plan, List<Loss> losses) {
        for (Loss loss : losses) {
            LostTrust lost = LostTrust.newBuilder()
                    .setCluster(loss.cluster())
                    .setAction(loss.action())
                    .setSince(page.at())
                    .setReason(Entries.clipped(loss.why()))
                    .setPlanId(plan.getId())
                    .build();
            int added = page.sql().update("""
                            insert into response_trust (cluster, action, since_ms, body) values (?, ?, ?, ?)
                            on conflict (cluster, action) do nothing""", loss.cluster(), loss.action(), page.now(), lost.toByteArray());
            if (added > 0) {
                page.audit(Entries.of(
                        Entries.RESPONDER,
                        AuditAct.AUDIT_ACT_POLICY_CHANGED,
                        plan,
                        "People decide about %s from now on, whatever the policy says: %s"
                                .formatted(loss.action(), loss.why())));
            }
        }
    }

    /** Of a cluster, or of all where it is empty. */
    public static List<LostTrust> all(Sql sql, String cluster) {
        return sql.query(
                "select body from response_trust where (? = '' or cluster = ?) order by cluster, action limit ?",
                row -> Parsed.body(row, LostTrust.parser()),
                cluster,
                cluster,
                MOST);
    }

    /** What was held against it until now; empty when nothing was. */
    public static Optional<LostTrust> restore(Page page, String cluster, String action) {
        Optional<LostTrust> lost = page.sql()
                .one(
                        "select body from response_trust where cluster = ? and action = ?",
                        row -> Parsed.body(row, LostTrust.parser()),
                        cluster,
                        action);
        page.sql().update("delete from response_trust where cluster = ? and action = ?", cluster, action);
        return lost;
    }
}
