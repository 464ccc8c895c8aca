package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.correlator.engine.Vitals;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.BusConfig;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.transport.bus.Tail;
import dev.sentinel.transport.embedded.EmbeddedBroker;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EvidenceRef;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.MatchOperator;
import dev.sentinel.v1.Matcher;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Silence;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The loop with a simple core: what is published, what is not published again, and who may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorrelatorTest {

    private static final Partitions PARTITIONS = new Partitions(2);
    private static final String CLUSTER = "lab";
    private static final int PART = PARTITIONS.of(CLUSTER);

    @TempDir
    Path storeFolder = Path.of("");

    private final Journal journal = new Journal(PARTITIONS);
    private final List<Correlator> running = new ArrayList<>();
    private final List<PatternLibrary> libraries = new ArrayList<>();
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
    private int tests;
    private HandClock clock = new HandClock();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private EmbeddedBroker broker;
    private Bus bus;
    private Tail tail;
    private Store store;

    @BeforeAll
    void start_a_broker(@TempDir Path brokerFolder) {
        broker = EmbeddedBroker.start(brokerFolder, 0);
        bus = Bus.open(
                BusConfig.of(broker.address(), "test", Layout.sentinel(PARTITIONS)), registry, Clock.systemUTC());
        tail = bus.tail(Routes.INCIDENTS, "#", heard::add);
        tail.watching().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @AfterAll
    void stop_the_broker() {
        tail.close();
        bus.close();
        broker.close();
    }

    @BeforeEach
    void open() {
        clock = new HandClock();
        registry = new SimpleMeterRegistry();
        heard.clear();
        tests++;
        store = Store.open(new StoreConfig.Sqlite(storeFolder.resolve(tests + ".db")), clock);
    }

    @AfterEach
    void close() {
        running.forEach(Correlator::close);
        running.clear();
        libraries.forEach(PatternLibrary::close);
        libraries.clear();
        store.close();
    }

    @Test
    void every_revision_is_kept_and_published_once_under_its_key() throws InterruptedException {
        start("one");
        append("a", "a");
        assertThat(hear(2)).containsExactly("inc-a:1", "inc-a:2");
        assertThat(incident("inc-a").getStoryCount()).isEqualTo(2);
        append("b");
        Delivery next = heard.poll(20, TimeUnit.SECONDS);
        assertThat(next.routingKey()).isEqualTo("inc.lab.open.error.counted");
        assertThat(next.messageId()).isEqualTo("inc-b:1");
        assertThat(parsed(next)).isEqualTo(incident("inc-b"));
    }

    @Test
    void time_passes_while_nothing_comes() throws InterruptedException {
        start("one");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:1");
        clock.pass(CountingCore.QUIET.plusSeconds(1));
        assertThat(hear(1)).containsExactly("inc-a:2");
        assertThat(incident("inc-a").getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        // At a whole second, so that a replay resolves it at the same one.
        assertThat(incident("inc-a").getResolvedAt())
                .isEqualTo(Timestamp.newBuilder()
                        .setSeconds(incident("inc-a").getResolvedAt().getSeconds())
                        .build());
    }

    @Test
    void after_a_restart_nothing_is_published_again_and_the_count_goes_on() throws InterruptedException {
        start("one");
        append("a");
        clock.pass(CountingCore.QUIET.plusSeconds(1));
        append("b", "a");
        assertThat(hear(4)).containsExactly("inc-a:1", "inc-a:2", "inc-b:1", "inc-a:3");
        running.removeFirst().close();
        start("one");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:4");
        assertThat(heard).isEmpty();
        assertThat(incident("inc-a").getStoryCount()).isEqualTo(3);
    }

    @Test
    void events_journaled_while_nobody_ran_are_correlated_at_the_start() throws InterruptedException {
        append("a", "b");
        start("one");
        assertThat(hear(2)).containsExactly("inc-a:1", "inc-b:1");
    }

    @Test
    void a_replay_of_the_journal_gives_the_same_incidents_byte_for_byte() throws InterruptedException {
        start("one");
        for (int i = 0; i < 6; i++) {
            append("a", "b");
            hear(2);
            clock.pass(Duration.ofMillis(3_700L * (i % 4)));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> incident("inc-b").getStoryCount() == 6);
        var clusters = new Clusters(CountingCore::new, List.of());
        List<Journal.Entry> entries = store.read(sql -> Journal.read(sql, PART, 0, 100));
        entries.forEach(clusters::take);
        for (Incident again : clusters.incidents()) {
            assertThat(again.toByteString()).isEqualTo(incident(again.getId()).toByteString());
        }
    }

    @Test
    void who_lost_the_lease_changes_nothing_and_the_next_one_tells_the_whole_story() throws InterruptedException {
        start("one");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:1");
        // The clock of the store passes the end of the lease before its holder renews it.
        store.writeNow(sql -> sql.update("update lease set expires_at = 1"));
        start("two");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:2");
        await().atMost(Duration.ofSeconds(60)).until(() -> holders().equals(List.of("two", "two")));
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:3");
        assertThat(incident("inc-a").getStoryCount()).isEqualTo(3);
    }

    @Test
    void a_silence_is_told_when_it_begins_and_when_it_ends() throws InterruptedException {
        start("one");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:1");
        store.writeNow(sql -> Quiets.add(sql, silence("sil-1")));
        assertThat(hear(1)).containsExactly("inc-a:2");
        assertThat(incident("inc-a").getSilencedBy()).isEqualTo("silence:sil-1");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:3");
        assertThat(incident("inc-a").getSilencedBy()).isEqualTo("silence:sil-1");
        store.writeNow(sql -> Quiets.expire(sql, "sil-1"));
        assertThat(hear(1)).containsExactly("inc-a:4");
        assertThat(incident("inc-a").getSilencedBy()).isEmpty();
        running.removeFirst().close();
        start("one");
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:5");
        assertThat(heard).isEmpty();
    }

    @Test
    void an_incident_whose_evidence_is_no_longer_in_the_journal_is_ended() throws InterruptedException {
        start("one");
        append("a", "b");
        hear(2);
        running.removeFirst().close();
        store.writeNow(sql -> sql.update("delete from journal where part = ? and position = 1", PART));
        start("one");
        assertThat(hear(1)).containsExactly("inc-a:2");
        assertThat(incident("inc-a").getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        append("a");
        assertThat(hear(1)).containsExactly("inc-a:3");
        assertThat(incident("inc-a").getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(incident("inc-b").getRevision()).isEqualTo(1);
    }

    @Test
    void a_replay_tells_what_stays_what_appears_and_what_vanishes() throws InterruptedException {
        start("one");
        append("a", "b");
        hear(2);
        var scope = new Replay.Scope(clock.instant().minusSeconds(60), Optional.of(CLUSTER), Duration.ofMinutes(1));
        var set = new PatternSet(List.of(), "");
        var same = Replay.compare(store, PARTITIONS, scope, CountingCore::new, set, set);
        assertThat(same.events()).isEqualTo(2);
        assertThat(same.same()).hasSize(2);
        assertThat(same.appear()).isEmpty();
        // The first world knows the incidents of "a" only, the second those of "b".
        int[] made = {0};
        var other = Replay.compare(
                store,
                PARTITIONS,
                scope,
                (cluster, patterns) -> new OnlyCore(new CountingCore(cluster, patterns), made[0]++ == 0 ? "a" : "b"),
                set,
                set);
        assertThat(other.vanish()).extracting(Incident::getId).containsExactly("inc-a");
        assertThat(other.appear()).extracting(Incident::getId).containsExactly("inc-b");
        assertThat(heard).isEmpty();
    }

    /** Looks at one subject and at nothing else. */
    private record OnlyCore(Core core, String subject) implements Core {
        @Override
        public List<Incident> accept(Event event, Instant acceptedAt) {
            return event.getSubject().getName().equals(subject) ? core.accept(event, acceptedAt) : List.of();
        }

        @Override
        public List<Incident> advance(Instant now) {
            return core.advance(now);
        }

        @Override
        public List<Incident> replace(List<Pattern> patterns, Instant now) {
            return core.replace(patterns, now);
        }

        @Override
        public Collection<Incident> incidents() {
            return core.incidents();
        }

        @Override
        public Vitals vitals() {
            return core.vitals();
        }
    }

    @Test
    void what_is_too_large_for_the_bus_is_published_shortened_and_kept_whole() throws InterruptedException {
        start("one", (cluster, patterns) -> new LargeCore(new CountingCore(cluster, patterns)));
        append("a");
        Incident told = parsed(heard.poll(20, TimeUnit.SECONDS));
        Incident kept = incident("inc-a");
        assertThat(kept.getSerializedSize()).isGreaterThan(256 << 10);
        assertThat(kept.getEvidenceCount()).isEqualTo(LargeCore.EVIDENCE);
        assertThat(told.getSummary()).contains("shortened", "sentinel explain inc-a");
        assertThat(told.getStoryList()).isEqualTo(kept.getStoryList());
        assertThat(told.getEvidenceCount() + told.getOmittedCount()).isEqualTo(LargeCore.EVIDENCE);
    }

    /** Knows much about everything. */
    private record LargeCore(Core core) implements Core {
        private static final int EVIDENCE = 200;

        @Override
        public List<Incident> accept(Event event, Instant acceptedAt) {
            return core.accept(event, acceptedAt).stream()
                    .map(incident -> incident.toBuilder()
                            .addAllEvidence(Collections.nCopies(
                                    EVIDENCE,
                                    EvidenceRef.newBuilder()
                                            .setEventId(event.getId())
                                            .setKind("custom")
                                            .setSubject(event.getSubject())
                                            .setNote("x".repeat(2_000))
                                            .setCount(1)
                                            .build()))
                            .build())
                    .toList();
        }

        @Override
        public List<Incident> advance(Instant now) {
            return core.advance(now);
        }

        @Override
        public List<Incident> replace(List<Pattern> patterns, Instant now) {
            return core.replace(patterns, now);
        }

        @Override
        public Collection<Incident> incidents() {
            return core.incidents();
        }

        @Override
        public Vitals vitals() {
            return core.vitals();
        }
    }

    @Test
    void the_figures_are_on_the_metrics_page() {
        start("one");
        append("a", "b");
        String label = PARTITIONS.labels().get(PART);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(registry.get("sentinel.correlator.incidents.open")
                                .tags("partition", label, "severity", "error")
                                .gauge()
                                .value())
                        .isEqualTo(2));
        assertThat(registry.get("sentinel.correlator.events")
                        .tag("kind", "custom")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("sentinel.correlator.edges")
                        .tag("partition", label)
                        .gauge()
                        .value())
                .isEqualTo(2);
        assertThat(registry.get("sentinel.correlator.lag")
                        .tag("partition", label)
                        .gauge()
                        .value())
                .isZero();
    }

    private Correlator start(String holder) {
        return start(holder, CountingCore::new);
    }

    private Correlator start(String holder, Core.Maker maker) {
        var settings = new Correlator.Settings(holder, Duration.ofSeconds(2), Duration.ofMinutes(1));
        PatternReading reading =
                texts -> new PatternSet.Outcome.Good(new PatternSet(List.of(), texts.toString()), List.of());
        var readings = new PatternLibrary.Readings(reading, reading);
        var library = PatternLibrary.open(readings, new TreeMap<>(), Optional.empty(), registry);
        libraries.add(library);
        var started =
                Correlator.start(new Ground(store, bus, registry, Tempo.real()), PARTITIONS, settings, library, maker);
        running.add(started);
        return started;
    }

    private void append(String... subjects) {
        List<Event> events = new ArrayList<>();
        for (String subject : subjects) {
            events.add(Event.newBuilder()
                    .setId("00000000-0000-7000-8000-000000000000")
                    .setCluster(CLUSTER)
                    .setSubject(Ref.newBuilder().setKind("test.thing").setName(subject))
                    .setOccurredAt(Timestamps.fromMillis(clock.millis()))
                    .setCustom(Custom.newBuilder().setName("test.fact"))
                    .build());
        }
        store.writeNow(sql -> {
            journal.apply(sql, events);
            return 1;
        });
        running.forEach(each -> each.wake(PART));
    }

    private List<String> hear(int count) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            Delivery next = heard.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("heard only " + ids);
            }
            ids.add(next.messageId());
        }
        return ids;
    }

    private Incident incident(String id) {
        return store.read(sql -> Incidents.find(sql, id, 1)).getFirst();
    }

    private List<String> holders() {
        return store.read(sql -> sql.query("select holder from lease order by name", row -> row.text("holder")));
    }

    private Silence silence(String id) {
        return Silence.newBuilder()
                .setId(id)
                .addMatchers(Matcher.newBuilder()
                        .setName("pivot")
                        .setOperator(MatchOperator.MATCH_OPERATOR_EQUAL)
                        .setValue("a"))
                .setStartsAt(Timestamps.fromMillis(clock.millis()))
                .setEndsAt(Timestamps.fromMillis(clock.millis() + 3_600_000))
                .setCreatedBy(
                        Actor.newBuilder().setKind(ActorKind.ACTOR_KIND_PERSON).setId("op"))
                .setComment("known")
                .build();
    }

    private static Incident parsed(Delivery delivery) {
        try {
            return Incident.parseFrom(delivery.body());
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
