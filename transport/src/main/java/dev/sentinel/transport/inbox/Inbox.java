package dev.sentinel.transport.inbox;

import dev.sentinel.transport.store.Sql;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Remembers which messages a consumer has had, so that a second delivery changes nothing. */
public final class Inbox {
    private static final int CHUNK = 512;
    private static final int PRUNED_AT_ONCE = 5_000;

    private final Duration retention;

    /** Remembers for the given time, which must exceed the longest time that a sender may keep a message. */
    public Inbox(Duration retention) {
        if (!retention.isPositive()) {
            throw new IllegalArgumentException("An inbox that forgets at once lets everything in twice");
        }
        this.retention = retention;
    }

    /** Notes the ids in the caller's transaction and returns those that this consumer has not had before. */
    public Set<String> unseen(Sql sql, String consumer, Collection<String> ids, Instant now) {
        Set<String> fresh = new HashSet<>();
        // In one order everywhere: two consumers with the same ids then wait for each other instead of deadlocking.
        List<String> ordered = List.copyOf(new TreeSet<>(ids));
        for (int from = 0; from < ordered.size(); from += CHUNK) {
            fresh.addAll(insert(sql, consumer, ordered.subList(from, Math.min(from + CHUNK, ordered.size())), now));
        }
        return fresh;
    }

    private static List<String> insert(Sql sql, String consumer, List<String> ids, Instant now) {
        // Filled up with the last id to a power of two: ten statements to prepare instead of five hundred.
        int places = Integer.highestOneBit(Math.max(1, 2 * ids.size() - 1));
        List<Object> args = new ArrayList<>(3 * places);
        for (int i = 0; i < places; i++) {
            Collections.addAll(args, consumer, ids.get(Math.min(i, ids.size() - 1)), now);
        }
        String statement = "insert into inbox (consumer, message_id, seen_at) values (?, ?, ?)"
                + ", (?, ?, ?)".repeat(places - 1)
                + " on conflict do nothing returning message_id";
        return sql.query(statement, row -> row.text("message_id"), args.toArray());
    }

    /** Forgets what is older than the retention, a bounded number at a time; returns how many. */
    public int prune(Sql sql, Instant now) {
        return sql.update("""
                delete from inbox where (consumer, message_id) in
                (select consumer, message_id from inbox where seen_at < ? order by seen_at limit ?)""", now.minus(retention), PRUNED_AT_ONCE);
    }
}
