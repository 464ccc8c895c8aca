package dev.sentinel.collectors.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.CollectorCondition;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.UnreachableCause;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeskTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Rhythm OFTEN = new Rhythm(Duration.ofMillis(20), Duration.ofSeconds(1));
    private static final Source STORE =
            new Source("store", "http://store.example/metrics", Refs.of("prometheus.server", "monitoring", "p-0"));
    private static final Source OTHER =
            new Source("other", "http://other.example/metrics", Refs.of("prometheus.server", "monitoring", "p-1"));

    private final Recorder told = new Recorder();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Optional<Collecting> running = Optional.empty();

    @AfterEach
    void stop() {
        running.ifPresent(Collecting::close);
    }

    private void collect(Consumer<Desk> begin) {
        running = Optional.of(collect(Tempo.real(), begin));
    }

    private Collecting collect(Tempo tempo, Consumer<Desk> begin) {
        var terms = new Collecting.Terms("c1", "node-1", "me", Duration.ofSeconds(30), Duration.ofSeconds(3));
        var ground = new Collecting.Ground(told, Optional.empty(), registry, tempo);
        return Collecting.start(List.of(new Scripted("scripted", Collector.Reach.HOST, begin)), terms, ground);
    }

    private static Event fact(Desk desk, int number) {
        Ref thing = Refs.of("prometheus.server", "monitoring", "p-0");
        Custom custom = Custom.newBuilder()
                .setName("test.fact")
                .putFields("n", "" + number)
                .build();
        return desk.facts().event(Seen.now(desk.now()), Severity.SEVERITY_INFO, thing, custom);
    }

    @Test
    void a_source_is_looked_at_in_its_rhythm_and_what_is_told_is_valid() {
        var looks = new AtomicInteger();
        collect(desk -> desk.poll(STORE, OFTEN, () -> desk.tell(List.of(fact(desk, looks.incrementAndGet())))));

        await().atMost(PATIENCE).until(() -> told.of("custom").size() >= 3);
        var contract = new Contract();
        assertThat(told.events())
                .allSatisfy(event -> assertThat(contract.problems(event)).isEmpty());
        assertThat(registry.get("sentinel.collector.readings")
                        .tag("outcome", "answered")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(3);
    }

    @Test
    void at_tempo_20_it_looks_20_times_as_often() {
        Rhythm everySecond = new Rhythm(Duration.ofSeconds(1), Duration.ofSeconds(10));
        var slow = new AtomicInteger();
        var fast = new AtomicInteger();
        Tempo tempo = Tempo.from(Instant.parse("2026-02-21T03:00:00Z"), 20);

        collect(desk -> desk.poll(STORE, everySecond, slow::incrementAndGet));
        Collecting hasty = collect(tempo, desk -> desk.poll(STORE, everySecond, fast::incrementAndGet));
        try {
            await().atMost(PATIENCE).until(() -> fast.get() >= 40);
        } finally {
            hasty.close();
        }

        // Both wait for the same machine, so a busy one does not change which is ahead.
        assertThat(slow.get()).isBetween(1, 10);
        assertThat(told.of("heartbeat").stream()
                        .filter(each -> each.getObservedAt().getSeconds()
                                < Instant.parse("2026-03-01T00:00:00Z").getEpochSecond()))
                .as("beats at its time, one for each half minute of it")
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void it_beats_from_the_beginning_and_says_when_it_last_read() {
        collect(desk -> desk.poll(STORE, OFTEN, () -> {}));

        await().atMost(PATIENCE).until(() -> told.last("heartbeat").isPresent());
        var beat = told.last("heartbeat").orElseThrow();
        assertThat(beat.getSubject()).isEqualTo(Refs.of("sentinel.collector", "node-1", "scripted"));
        assertThat(beat.getHeartbeat().getIntervalSeconds()).isEqualTo(30);
        assertThat(beat.getHeartbeat().getSpoolRecords()).isEqualTo(7);
    }

    @Test
    void a_source_that_fails_twice_is_told_once_and_its_return_too() {
        var broken = new AtomicBoolean(true);
        collect(desk -> desk.poll(STORE, OFTEN, () -> {
            if (broken.get()) {
                throw Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_REFUSED, "connection refused");
            }
        }));

        await().atMost(PATIENCE)
                .until(() -> told.last("collector.health_changed").isPresent());
        var unreachable = told.of("source.unreachable");
        assertThat(unreachable).hasSize(1);
        assertThat(unreachable.getFirst().getSubject()).isEqualTo(STORE.thing());
        assertThat(unreachable.getFirst().getSourceUnreachable().getCause())
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_REFUSED);
        assertThat(unreachable.getFirst().getSourceUnreachable().getConsecutiveFailures())
                .isEqualTo(2);
        assertThat(condition()).isEqualTo(CollectorCondition.COLLECTOR_CONDITION_BLIND);

        broken.set(false);
        await().atMost(PATIENCE).until(() -> told.last("source.recovered").isPresent());
        await().atMost(PATIENCE).until(() -> condition() == CollectorCondition.COLLECTOR_CONDITION_HEALTHY);
    }

    @Test
    void one_of_two_sources_makes_it_degraded_and_names_the_permission_that_is_missing() {
        collect(desk -> {
            desk.poll(STORE, OFTEN, () -> {});
            desk.poll(OTHER, OFTEN, () -> {
                throw Unreachable.forbidden("get longhorn.io/volumes in longhorn-system", "403");
            });
        });

        await().atMost(PATIENCE).until(() -> condition() == CollectorCondition.COLLECTOR_CONDITION_DEGRADED);
        var health = told.last("collector.health_changed").orElseThrow().getCollectorHealthChanged();
        assertThat(health.getMissingPermissionsList()).containsExactly("get longhorn.io/volumes in longhorn-system");
        assertThat(health.getReason()).contains("other: 403");
    }

    @Test
    void a_look_that_hangs_is_interrupted_and_counts_as_no_answer() {
        var hung = new AtomicInteger();
        collect(desk -> desk.poll(STORE, OFTEN, () -> {
            hung.incrementAndGet();
            new CountDownLatch(1).await();
        }));

        await().atMost(PATIENCE).until(() -> told.last("source.unreachable").isPresent());
        assertThat(told.last("source.unreachable")
                        .orElseThrow()
                        .getSourceUnreachable()
                        .getCause())
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
        assertThat(hung).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void a_reading_that_breaks_is_a_failure_and_not_the_end() {
        var looks = new AtomicInteger();
        collect(desk -> desk.poll(STORE, OFTEN, () -> {
            if (looks.incrementAndGet() < 4) {
                throw new IllegalStateException("a fault of ours");
            }
        }));

        await().atMost(PATIENCE).until(() -> told.last("source.recovered").isPresent());
        assertThat(told.last("source.unreachable")
                        .orElseThrow()
                        .getSourceUnreachable()
                        .getError())
                .contains("a fault of ours");
    }

    @Test
    void what_could_not_be_told_is_not_remembered_and_told_when_there_is_room_again() {
        var words = JsonCodec.of(Integer.class);
        told.full(true);
        var refused = new CountDownLatch(2);
        collect(desk -> desk.poll(STORE, OFTEN, () -> {
            int next = desk.memory().recall("n", words).orElse(0) + 1;
            if (next <= 3) {
                try {
                    desk.tell(List.of(fact(desk, next)));
                } catch (NotKept e) {
                    refused.countDown();
                    throw e;
                }
                desk.memory().remember("n", next, words);
            }
        }));

        await().atMost(PATIENCE).until(() -> refused.getCount() == 0);
        assertThat(told.of("custom")).isEmpty();
        told.full(false);
        await().atMost(PATIENCE).until(() -> told.of("custom").size() == 3);
        assertThat(told.of("custom"))
                .extracting(event -> event.getCustom().getFieldsOrThrow("n"))
                .containsExactly("1", "2", "3");
    }

    @Test
    void a_connection_that_ends_is_made_again_and_a_closed_source_is_forgotten() throws IOException {
        var connections = new AtomicInteger();
        var stays = new CountDownLatch(2);
        collect(desk -> {
            desk.stay(STORE, () -> {
                desk.answered(STORE);
                stays.countDown();
                connections.incrementAndGet();
            });
            desk.poll(OTHER, OFTEN, () -> {
                        throw new IOException("gone");
                    })
                    .close();
        });

        await().atMost(PATIENCE).until(() -> stays.getCount() == 0);
        assertThat(told.last("source.unreachable")).isEmpty();
        assertThat(told.last("collector.health_changed")).isEmpty();
    }

    @Test
    void it_says_when_it_stops_on_purpose() {
        var closed = new AtomicBoolean();
        collect(desk -> {
            desk.closes(() -> closed.set(true));
            desk.poll(STORE, OFTEN, () -> {});
        });
        await().atMost(PATIENCE).until(() -> told.last("heartbeat").isPresent());

        running.ifPresent(Collecting::close);
        assertThat(condition()).isEqualTo(CollectorCondition.COLLECTOR_CONDITION_STOPPING);
        assertThat(closed).isTrue();
    }

    private CollectorCondition condition() {
        return told.last("collector.health_changed")
                .map(event -> event.getCollectorHealthChanged().getCondition())
                .orElse(CollectorCondition.COLLECTOR_CONDITION_UNSPECIFIED);
    }
}
