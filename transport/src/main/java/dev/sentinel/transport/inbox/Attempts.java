package dev.sentinel.transport.inbox;

import dev.sentinel.transport.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Counts how often the handling of a message was begun, so that one that kills its consumer is found out. */
public final class Attempts {
    private static final int PRUNED_AT_ONCE = 5_000;

    private final Duration retention;
    private final int most;

    /** Remembers at most so many messages, each for the given time after its last attempt. */
    public Attempts(Duration retention, int most) {
        if (!retention.isPositive() || most < 1) {
            throw new IllegalArgumentException("Attempts must be remembered for a while");
        }
        this.retention = retention;
        this.most = most;
    }

    /** Counts one more attempt, to be committed before the handling begins; returns which one it is. */
    public int startedAgain(Sql sql, String messageId, Instant now) {
        return sql.one("""
                        insert into attempt (message_id, attempts, last_at) values (?, 1, ?)
                        on conflict (message_id) do update
                        set attempts = attempt.attempts + 1, last_at = excluded.last_at
                        returning attempts""", row -> (int) row.number("attempts"), messageId, now).orElseThrow();
    }

    public void forget(Sql sql, Collection<String> messageIds) {
        sql.batch(
                "delete from attempt where message_id = ?",
                messageIds.stream().sorted().map(List::of).toList());
    }

    /** Forgets old counts, and the oldest of too many, a bounded number at a time; returns how many. */
    public int prune(Sql sql, Instant now) {
        int old = delete(sql, "where last_at < ? order by last_at limit ?", now.minus(retention), PRUNED_AT_ONCE);
        long kept = sql.one("select count(*) as n from attempt", row -> row.number("n"))
                .orElse(0L);
        long surplus = Math.min(kept - most, PRUNED_AT_ONCE);
        return surplus <= 0 ? old : old + delete(sql, "order by last_at limit ?", surplus);
    }

    private static int delete(Sql sql, String which, Object... args) {
        return sql.update(
                "delete from attempt where message_id in (select message_id from attempt " + which + ")", args);
    }
}
