package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.harness.AmqpAddress;
import dev.sentinel.harness.ChildJvm;
import dev.sentinel.harness.Shared;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.Confirmation;
import dev.sentinel.transport.bus.LinkState;
import dev.sentinel.transport.bus.Outgoing;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import dev.sentinel.v1.StoryStep;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two correlators on one PostgreSQL and one RabbitMQ, and a kill -9 of the one that works. */
@Timeout(300)
final class HandOverTest {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int EVENTS = 2_000;
    private static final int SUBJECTS = 20;

    private final AmqpAddress rabbit = Shared.rabbit().freshVirtualHost();
    private final Map<String, Set<Long>> heard = new ConcurrentHashMap<>();
    private final List<Event> events =
            IntStream.range(0, EVENTS).mapToObj(HandOverTest::event).toList();

    @Test
    void the_other_one_goes_on_with_one_complete_story_each() throws Exception {
        var database = Shared.postgres().freshDatabase();
        var config = new StoreConfig.Postgres(database.jdbcUrl(), database.user(), database.password());
        try (Bus bus = CorrelatorProcess.bus(rabbit, "test");
                Store store = Store.open(config, Clock.systemUTC());
                ChildJvm first = start("first", config)) {
            await().atMost(PATIENCE).until(() -> bus.publishing() instanceof LinkState.Up);
            var tail = bus.tail(Routes.INCIDENTS, "inc.#", delivery -> {
                String[] id = delivery.messageId().split(":", 2);
                heard.computeIfAbsent(id[0], any -> ConcurrentHashMap.newKeySet())
                        .add(Long.parseLong(id[1]));
            });
            tail.watching().orTimeout(60, TimeUnit.SECONDS).join();
            await().atMost(PATIENCE).until(() -> holders(store).equals(Set.of("first")));
            try (ChildJvm second = start("second", config)) {
                CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publish(bus));
                await().atMost(PATIENCE).until(() -> steps(store) > EVENTS / 4);
                first.kill();
                assertThat(steps(store)).isLessThan(EVENTS);
                publishing.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                await().atMost(PATIENCE).until(() -> steps(store) == EVENTS);
                assertThat(holders(store)).contains("second");
                assertThat(second.pid()).isNotEqualTo(first.pid());
                assertEachStoryIsCompleteAndInOrder(store);
                await().atMost(PATIENCE).untilAsserted(() -> assertEachRevisionWasHeard(store));
            }
        }
    }

    private ChildJvm start(String holder, StoreConfig.Postgres config) {
        return ChildJvm.start(
                CorrelatorProcess.class.getName(), CorrelatorProcess.arguments(holder, rabbit, config), Map.of());
    }

    private void publish(Bus bus) {
        for (Event event : events) {
            var message =
                    Outgoing.of(Routes.EVENTS, Routes.of(event, CorrelatorProcess.PARTITIONS), event.getId(), event);
            // Each is confirmed before the next is sent, so that the order of the queue is known.
            assertThat(bus.publish(message).join()).isInstanceOf(Confirmation.Confirmed.class);
        }
    }

    private void assertEachStoryIsCompleteAndInOrder(Store store) {
        List<Incident> incidents = incidents(store);
        assertThat(incidents).hasSize(SUBJECTS);
        for (Incident incident : incidents) {
            List<String> told = incident.getStoryList().stream()
                    .map(StoryStep::getEventIdsList)
                    .flatMap(List::stream)
                    .toList();
            List<String> happened = events.stream()
                    .filter(event -> event.getSubject().equals(incident.getPivot()))
                    .map(Event::getId)
                    .toList();
            assertThat(told).isEqualTo(happened);
        }
    }

    private void assertEachRevisionWasHeard(Store store) {
        for (Incident incident : incidents(store)) {
            assertThat(heard.get(incident.getId()))
                    .containsAll(LongStream.rangeClosed(1, incident.getRevision())
                            .boxed()
                            .toList());
        }
    }

    private static List<Incident> incidents(Store store) {
        var all = new Incidents.Filter(List.of(), Optional.empty(), Optional.empty());
        return store.read(sql -> Incidents.list(sql, all, 1_000));
    }

    private static int steps(Store store) {
        return incidents(store).stream().mapToInt(Incident::getStoryCount).sum();
    }

    private static Set<String> holders(Store store) {
        return Set.copyOf(store.read(sql -> sql.query("select distinct holder from lease", row -> row.text("holder"))));
    }

    private static Event event(int number) {
        var at = Timestamps.fromMillis(1_790_000_000_000L + number);
        return Event.newBuilder()
                .setId(String.format(Locale.ROOT, "01920000-0000-7000-8000-%012x", number))
                .setCluster("lab")
                .setSource(Source.newBuilder().setCollector("test").setInstance("one"))
                .setOccurredAt(at)
                .setObservedAt(at)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setSubject(Ref.newBuilder().setKind("test.thing").setName("thing-" + number % SUBJECTS))
                .setCustom(Custom.newBuilder().setName("test.fact"))
                .build();
    }
}
