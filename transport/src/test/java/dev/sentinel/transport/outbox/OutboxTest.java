package dev.sentinel.transport.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.sentinel.transport.store.Database;
import dev.sentinel.transport.store.Store;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class OutboxTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Database database;
    private final Outbox outbox = new Outbox("p00", 5);
    private Store store;

    OutboxTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        store = Store.open(database.fresh(folder), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static OutboundMessage message(String id, String route) {
        return new OutboundMessage(
                "sentinel.incidents",
                route,
                id,
                "sentinel.v1.Incident",
                Map.of("traceparent", "00-\"quoted\"-ü", "empty", ""),
                ByteString.copyFromUtf8("body of " + id));
    }

    private void added(Outbox to, OutboundMessage message) {
        store.writeNow(sql -> {
            to.add(sql, message);
            return 0;
        });
    }

    private List<OutboundRow> due(Outbox of, Instant now) {
        return store.read(sql -> of.due(sql, 100, now));
    }

    private List<String> dueIds(Instant now) {
        return due(outbox, now).stream().map(row -> row.message().messageId()).toList();
    }

    private List<Long> rows() {
        return due(outbox, NOON).stream().map(OutboundRow::row).toList();
    }

    private void failed(List<Long> rows, Instant nextAt) {
        store.writeNow(sql -> {
            outbox.failed(sql, rows, "the broker did not confirm", nextAt);
            return 0;
        });
    }

    @Test
    void gives_back_what_it_was_given_in_order() {
        OutboundMessage first = message("1", "a");
        OutboundMessage second = message("2", "b");
        added(outbox, first);
        added(outbox, second);
        assertThat(due(outbox, NOON).stream().map(OutboundRow::message)).containsExactly(first, second);
        assertThat(store.read(sql -> outbox.due(sql, 1, NOON)).stream().map(OutboundRow::message))
                .containsExactly(first);
    }

    @Test
    void what_is_delivered_is_gone() {
        added(outbox, message("1", "a"));
        added(outbox, message("2", "a"));
        store.writeNow(sql -> {
            outbox.delivered(sql, rows().subList(0, 1));
            return 0;
        });
        assertThat(dueIds(NOON)).containsExactly("2");
    }

    @Test
    void a_message_of_an_undone_decision_is_never_sent() {
        assertThatThrownBy(() -> store.writeNow(sql -> {
                    outbox.add(sql, message("1", "a"));
                    throw new IllegalStateException("changed its mind");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(dueIds(NOON)).isEmpty();
    }

    @Test
    void a_failed_message_waits_and_holds_back_only_its_own_route() {
        added(outbox, message("1", "a"));
        added(outbox, message("2", "b"));
        added(outbox, message("3", "a"));
        failed(rows().subList(0, 1), NOON.plusSeconds(30));
        assertThat(dueIds(NOON)).containsExactly("2");
        assertThat(dueIds(NOON.plusSeconds(30))).containsExactly("1", "2", "3");
        assertThat(due(outbox, NOON.plusSeconds(30)).getFirst().attempts()).isEqualTo(1);
    }

    @Test
    void a_full_lane_refuses_until_something_was_delivered() {
        for (int i = 0; i < 5; i++) {
            added(outbox, message("m" + i, "a"));
        }
        assertThatThrownBy(() -> added(outbox, message("surplus", "a")))
                .isInstanceOf(OutboxFull.class)
                .hasMessageContaining("p00")
                .hasMessageContaining("5 messages");
        store.writeNow(sql -> {
            outbox.delivered(sql, rows().subList(1, 2));
            return 0;
        });
        added(outbox, message("fits", "a"));
        assertThat(dueIds(NOON)).containsExactly("m0", "m2", "m3", "m4", "fits");
    }

    @Test
    void lanes_do_not_see_each_other() {
        Outbox other = new Outbox("p01", 5);
        added(outbox, message("1", "a"));
        added(other, message("2", "a"));
        assertThat(dueIds(NOON)).containsExactly("1");
        assertThat(due(other, NOON)).hasSize(1);
    }
}
