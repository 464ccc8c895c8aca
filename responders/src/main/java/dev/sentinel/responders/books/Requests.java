package dev.sentinel.responders.books;

import dev.sentinel.transport.store.Sql;
import java.time.Duration;
import java.util.Optional;

/** Requests that were carried out; one that comes again, because its answer was lost, changes nothing. */
public final class Requests {

    private Requests() {}

    /** What the request with this id was about, when it came before; else it is noted. */
    public static Optional<String> before(Page page, String id, String about) {
        Optional<String> known = find(page.sql(), id);
        if (known.isEmpty()) {
            page.sql()
                    .update("insert into response_request (id, about, at_ms) values (?, ?, ?)", id, about, page.now());
        }
        return known;
    }

    public static Optional<String> find(Sql sql, String id) {
        return sql.one("select about from response_request where id = ?", row -> row.text("about"), id);
    }

    public static int forget(Sql sql, Duration age, int max) {
        return sql.update("""
                delete from response_request where id in
                (select id from response_request where at_ms < ? order by at_ms limit ?)""", sql.now().minus(age), max);
    }
}
