package dev.sentinel.responders.notify.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.notify.News;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BookTest {
    private static final Instant THEN = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration KEPT = Duration.ofDays(90);

    @TempDir
    Path folder = Path.of("");

    private final Book book = new Book();

    private Store at(Instant now) {
        return Store.open(new StoreConfig.Sqlite(folder.resolve("sentinel.db")), Clock.fixed(now, ZoneOffset.UTC));
    }

    private void tell(Store store, String about) {
        var incident = Incident.newBuilder()
                .setId(about)
                .setCluster("lab")
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .build();
        store.writeNow(sql -> {
            book.put(sql, "slack", about, Topics.FACE, new News.OfIncident(incident), THEN);
            var entry = book.due(sql, "slack", THEN, 1).getFirst();
            book.told(sql, "slack", entry, Optional.of(new Channel.Post("C1", "p-" + about)), Optional.empty());
            return 0;
        });
    }

    private int forgotten(Store store, int most) {
        return store.writeNow(sql -> book.forget(sql, KEPT, most));
    }

    private boolean known(Store store, String about) {
        return store.read(sql -> book.told(sql, "slack", about)).isPresent();
    }

    @Test
    void where_an_incident_was_told_is_forgotten_when_its_time_is_over_a_bounded_number_at_once() {
        try (Store store = at(THEN)) {
            tell(store, "inc-1");
            tell(store, "inc-2");
        }
        try (Store store = at(THEN.plus(KEPT).minusSeconds(1))) {
            assertThat(forgotten(store, 10)).isZero();
            assertThat(known(store, "inc-1")).isTrue();
        }
        try (Store store = at(THEN.plus(KEPT).plusSeconds(1))) {
            assertThat(forgotten(store, 1)).isEqualTo(1);
            assertThat(forgotten(store, 10)).isEqualTo(1);
            assertThat(known(store, "inc-1") || known(store, "inc-2")).isFalse();
        }
    }
}
