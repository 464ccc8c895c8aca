package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.PauseState;
import java.util.List;
import java.util.Optional;

/** Whether anything may act: in all clusters, and in each. */
public final class Pauses {

    private static final int MOST = 255;

    private Pauses() {}

    public static void put(Page page, PauseState state) {
        page.sql().update("""
                        insert into response_pause (cluster, paused, body) values (?, ?, ?)
                        on conflict (cluster) do update set paused = excluded.paused, body = excluded.body""", state.getCluster(), state.getPaused(), state.toByteArray());
    }

    public static Optional<PauseState> find(Sql sql, String cluster) {
        return sql.one(
                "select body from response_pause where cluster = ?",
                row -> Parsed.body(row, PauseState.parser()),
                cluster);
    }

    public static List<PauseState> all(Sql sql) {
        return sql.query(
                "select body from response_pause order by cluster limit ?",
                row -> Parsed.body(row, PauseState.parser()),
                MOST);
    }

    /** Why a cluster is paused; empty when it is not. */
    public static Optional<String> because(Sql sql, String cluster) {
        return sql
                .query(
                        "select body from response_pause where paused = 1 and cluster in ('', ?) order by cluster limit 1",
                        row -> Parsed.body(row, PauseState.parser()),
                        cluster)
                .stream()
                .findFirst()
                .map(state -> "%s paused %s: %s"
                        .formatted(
                                state.getActor().getId(),
                                state.getCluster().isEmpty() ? "everything" : "the cluster " + cluster,
                                state.getReason()));
    }
}
