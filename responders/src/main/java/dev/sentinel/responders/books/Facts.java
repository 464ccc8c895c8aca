package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import java.util.List;

/** Events that a quarantine may have to hear of, until it has. */
public final class Facts {

    /** One of them, in its place. */
    public record Fact(long number, Event event) {}

    /** Kept at most, while nobody acts; a quarantine that missed one finds its traces by looking. */
    static final int MOST = 50_000;

    private Facts() {}

    public static void add(Sql sql, List<Event> events) {
        sql.batch(
                "insert into response_fact (cluster, body) values (?, ?)",
                events.stream()
                        .map(event -> List.of(event.getCluster(), event.toByteArray()))
                        .toList());
        sql.update("delete from response_fact where seq <= (select max(seq) from response_fact) - ?", MOST);
    }

    public static List<Fact> next(Sql sql, int max) {
        return sql.query(
                "select seq, body from response_fact order by seq limit ?",
                row -> new Fact(row.number("seq"), Parsed.body(row, Event.parser())),
                max);
    }

    public static void heard(Page page, List<Fact> facts) {
        page.sql()
                .batch(
                        "delete from response_fact where seq = ?",
                        facts.stream().map(fact -> List.of(fact.number())).toList());
    }
}
