package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.Optional;

/** Events that steps wait for: the latest for each step, whenever the step comes to wait for it. */
public final class Heard {

    /** One of them. */
    public record Word(Instant at, String eventId) {}

    private Heard() {}

    public static void note(Page page, String planId, int step, Event event) {
        page.sql()
                .update(
                        """
                        insert into response_heard (plan_id, step, at_ms, event_id) values (?, ?, ?, ?)
                        on conflict (plan_id, step) do update set at_ms = excluded.at_ms, event_id = excluded.event_id
                        where response_heard.at_ms < excluded.at_ms""",
                        planId,
                        step,
                        Instant.ofEpochSecond(
                                event.getOccurredAt().getSeconds(),
                                event.getOccurredAt().getNanos()),
                        event.getId());
    }

    public static Optional<Word> find(Sql sql, String planId, int step) {
        return sql.one(
                "select at_ms, event_id from response_heard where plan_id = ? and step = ?",
                row -> new Word(row.instant("at_ms"), row.text("event_id")),
                planId,
                step);
    }
}
