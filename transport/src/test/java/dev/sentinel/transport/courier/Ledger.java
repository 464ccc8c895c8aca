package dev.sentinel.transport.courier;

import dev.sentinel.transport.receive.Effect;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Event;
import java.util.List;

/** An effect that leaves a line for each application, so that a second one shows. */
public final class Ledger implements Effect {

    @Override
    public void apply(Sql sql, List<Event> events) {
        for (Event event : events) {
            sql.update("""
                    insert into journal(part, position, event_id, cluster, kind, occurred_ms, body)
                    select 0, coalesce(max(position), 0) + 1, ?, ?, 'test', 0, ? from journal where part = 0""", event.getId(), event.getCluster(), event.toByteArray());
        }
    }

    public static long size(Store store) {
        return store.read(sql -> sql.one("select count(*) as n from journal", row -> row.number("n"))
                .orElse(0L));
    }

    public static List<String> ids(Store store) {
        return store.read(
                sql -> sql.query("select event_id from journal order by position", row -> row.text("event_id")));
    }

    public static List<String> ids(Store store, String cluster) {
        return store.read(sql -> sql.query(
                "select event_id from journal where cluster = ? order by position",
                row -> row.text("event_id"),
                cluster));
    }
}
