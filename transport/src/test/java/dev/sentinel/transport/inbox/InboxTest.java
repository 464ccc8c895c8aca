package dev.sentinel.transport.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.transport.store.Database;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Database.class)
class InboxTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path folder;

    private final Database database;
    private final Inbox inbox = new Inbox(Duration.ofDays(7));
    private final Attempts attempts = new Attempts(Duration.ofDays(1), 3);
    private StoreConfig config;
    private Store store;

    InboxTest(Database database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        config = database.fresh(folder);
        store = Store.open(config, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Set<String> unseen(String consumer, Collection<String> ids) {
        return store.writeNow(sql -> inbox.unseen(sql, consumer, ids, NOON));
    }

    @Test
    void lets_each_message_in_once() {
        assertThat(unseen("correlator", List.of("a", "b"))).containsExactlyInAnyOrder("a", "b");
        assertThat(unseen("correlator", List.of("b", "c", "c"))).containsExactly("c");
        assertThat(unseen("correlator", List.of())).isEmpty();
    }

    @Test
    void remembers_for_each_consumer_apart() {
        unseen("correlator", List.of("a"));
        assertThat(unseen("responder", List.of("a"))).containsExactly("a");
    }

    @Test
    void forgets_nothing_when_the_effect_fails_with_it() {
        assertThatThrownBy(() -> store.writeNow(sql -> {
                    inbox.unseen(sql, "correlator", List.of("a"), NOON);
                    throw new IllegalStateException("the effect failed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(unseen("correlator", List.of("a"))).containsExactly("a");
    }

    @Test
    void takes_batches_of_every_size() {
        for (int size : List.of(1, 2, 3, 511, 512, 513, 1500)) {
            List<String> ids =
                    IntStream.range(0, size).mapToObj(i -> size + "-" + i).toList();
            assertThat(unseen("correlator", ids)).as("%d ids", size).hasSize(size);
            assertThat(unseen("correlator", ids)).as("%d ids again", size).isEmpty();
        }
    }

    @Test
    void two_receivers_of_the_same_messages_share_them_out() {
        try (Store other = Store.open(config, Clock.systemUTC())) {
            List<String> ids = new ArrayList<>(
                    IntStream.range(0, 2000).mapToObj(i -> "id-" + i).toList());
            List<CompletableFuture<Set<String>>> claims = new ArrayList<>();
            for (int round = 0; round < 10; round++) {
                Collections.shuffle(ids, new Random(round));
                List<String> part = List.copyOf(ids.subList(0, 1500));
                Store by = round % 2 == 0 ? store : other;
                claims.add(by.write(sql -> inbox.unseen(sql, "correlator", part, NOON)));
            }
            List<String> claimed =
                    claims.stream().flatMap(claim -> claim.join().stream()).toList();
            assertThat(claimed).doesNotHaveDuplicates().hasSizeGreaterThan(1900);
        }
    }

    @Test
    void forgets_after_its_retention() {
        unseen("correlator", List.of("old"));
        Instant later = NOON.plus(Duration.ofDays(8));
        store.writeNow(sql -> inbox.unseen(sql, "correlator", List.of("young"), later));
        assertThat(store.<Integer>writeNow(sql -> inbox.prune(sql, later))).isEqualTo(1);
        assertThat(unseen("correlator", List.of("old", "young"))).containsExactly("old");
    }

    @Test
    void counts_the_attempts_of_each_message_over_restarts() {
        assertThat(startedAgain("a", NOON)).isEqualTo(1);
        assertThat(startedAgain("a", NOON)).isEqualTo(2);
        store.close();
        store = Store.open(config, Clock.systemUTC());
        assertThat(startedAgain("a", NOON)).isEqualTo(3);
        assertThat(startedAgain("b", NOON)).isEqualTo(1);
        store.writeNow(sql -> {
            attempts.forget(sql, List.of("a", "unknown"));
            return 0;
        });
        assertThat(startedAgain("a", NOON)).isEqualTo(1);
    }

    @Test
    void forgets_old_attempts_and_the_oldest_of_too_many() {
        startedAgain("ancient", NOON.minus(Duration.ofDays(2)));
        for (int i = 0; i < 5; i++) {
            startedAgain("m" + i, NOON.plusSeconds(i));
        }
        assertThat(store.<Integer>writeNow(sql -> attempts.prune(sql, NOON.plusSeconds(10))))
                .isEqualTo(3);
        assertThat(startedAgain("m1", NOON)).isEqualTo(1);
        assertThat(startedAgain("m4", NOON)).isEqualTo(2);
    }

    private int startedAgain(String id, Instant now) {
        return store.writeNow(sql -> attempts.startedAgain(sql, id, now));
    }
}
