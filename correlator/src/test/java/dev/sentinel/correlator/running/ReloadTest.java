package dev.sentinel.correlator.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.correlator.journal.Journal;
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
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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

/** The loop with the core that ships: what becomes of open incidents when patterns change under them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReloadTest {

    private static final Partitions PARTITIONS = new Partitions(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String GONE = "No longer followed: its pattern is gone";

    @TempDir
    Path storeFolder = Path.of("");

    private final Journal journal = new Journal(PARTITIONS);
    private final List<Correlator> running = new ArrayList<>();
    private final List<PatternLibrary> libraries = new ArrayList<>();
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();
    private int events;
    private HandClock clock = new HandClock();
    private SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private EmbeddedBroker broker;
    private Bus bus;
    private Tail tail;
    private Store store;
    private Path patterns;

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
    void open(@TempDir Path folder) {
        clock = new HandClock();
        registry = new SimpleMeterRegistry();
        heard.clear();
        events++;
        patterns = folder;
        store = Store.open(new StoreConfig.Sqlite(storeFolder.resolve(events + ".db")), clock);
    }

    @AfterEach
    void close() {
        running.forEach(Correlator::close);
        libraries.forEach(PatternLibrary::close);
        libraries.clear();
        running.clear();
        store.close();
    }

    @Test
    void a_lower_threshold_takes_what_was_seen_before_into_account() throws Exception {
        write("many.yaml", pattern("many", 3, "test.fact"));
        PatternLibrary library = start();
        happens("test.fact", "test.fact");
        settled();
        assertThat(heard).isEmpty();
        write("many.yaml", pattern("many", 2, "test.fact"));
        library.look();
        settled();
        Incident told = hear();
        assertThat(told.getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(told.getEvidence(0).getCount()).isEqualTo(2);
        assertThat(heard).isEmpty();
    }

    @Test
    void what_nothing_explains_waits_as_long_as_the_lateness_that_was_asked_for() throws Exception {
        write("last.yaml", PatternFiles.shipped().getOrDefault("unexplained-critical-fact.yaml", ""));
        start(Duration.ofSeconds(20));
        happens(Severity.SEVERITY_CRITICAL, "test.fact");
        settled();
        clock.pass(Duration.ofSeconds(24));
        settled();
        assertThat(heard).isEmpty();
        clock.pass(Duration.ofSeconds(5));
        assertThat(hear().getPattern()).isEqualTo("unexplained-critical-fact");
    }

    @Test
    void a_higher_threshold_keeps_the_story_that_was_told() throws Exception {
        write("many.yaml", pattern("many", 2, "test.fact"));
        PatternLibrary library = start();
        happens("test.fact", "test.fact");
        Incident before = hear();
        write("many.yaml", pattern("many", 4, "test.fact"));
        library.look();
        settled();
        assertThat(incidents()).hasSize(1);
        Incident after = incidents().getFirst();
        assertThat(after.getId()).isEqualTo(before.getId());
        assertThat(after.getState()).isEqualTo(IncidentState.INCIDENT_STATE_OPEN);
        assertThat(after.getStoryList()).isEqualTo(before.getStoryList());
        assertThatNothingWasToldTwice(before);
    }

    @Test
    void an_added_pattern_tells_nothing_of_the_old_incidents_and_finds_new_ones() throws Exception {
        write("many.yaml", pattern("many", 2, "test.fact"));
        PatternLibrary library = start();
        happens("test.fact", "test.fact");
        Incident before = hear();
        write("other.yaml", pattern("other", 1, "test.other"));
        library.look();
        settled();
        assertThat(heard).isEmpty();
        happens("test.other");
        Incident added = hear();
        assertThat(added.getPattern()).isEqualTo("other");
        assertThat(incidents()).hasSize(2).contains(before);
        assertThat(heard).isEmpty();
    }

    @Test
    void a_removed_pattern_ends_its_incident_at_once_and_says_why() throws Exception {
        write("many.yaml", pattern("many", 2, "test.fact"));
        write("other.yaml", pattern("other", 1, "test.other"));
        PatternLibrary library = start();
        happens("test.fact", "test.fact");
        Incident before = hear();
        happens("test.other");
        Incident other = hear();
        Files.delete(patterns.resolve("many.yaml"));
        library.look();
        Incident ended = hear();
        assertThat(ended.getId()).isEqualTo(before.getId());
        assertThat(ended.getRevision()).isEqualTo(before.getRevision() + 1);
        assertThat(ended.getState()).isEqualTo(IncidentState.INCIDENT_STATE_RESOLVED);
        assertThat(ended.getStoryList()).isEqualTo(before.getStoryList());
        assertThat(ended.getTimelineList().getLast().getSentence()).contains(GONE);
        running.removeFirst().close();
        assertThat(start().inForce().patterns()).hasSize(1);
        settled();
        assertThat(incidents()).containsExactlyInAnyOrder(ended, other);
        assertThat(heard).isEmpty();
    }

    @Test
    void a_condition_that_cannot_be_evaluated_is_counted_under_its_pattern() throws Exception {
        write("keyed.yaml", pattern("keyed", 1, "test.fact").replace("fact.name ==", "fact.fields[\"no key\"] =="));
        write("many.yaml", pattern("many", 2, "test.fact"));
        PatternLibrary library = start();
        happens("test.fact", "test.fact");
        assertThat(hear().getPattern()).isEqualTo("many");
        await().atMost(PATIENCE).until(() -> failures("keyed") == 2);
        assertThat(failures("many")).isZero();
        // Those of a set that is no longer in force are not lost.
        happens("test.fact");
        write("keyed.yaml", pattern("keyed", 3, "test.fact"));
        library.look();
        await().atMost(PATIENCE).until(() -> failures("keyed") == 3);
    }

    private static String pattern(String name, int atLeast, String fact) {
        return """
                pattern: %s
                version: "1"
                title: "{pivot} has it often"
                summary: "A pattern of a test."
                pivot: test.thing
                window: 1h
                evidence:
                  seen:
                    role: symptom
                    kinds: [custom]
                    when: 'fact.name == "%s"'
                    paths: [test.thing]
                    count: {at_least: %d, span: 10m}
                    say: "{subject} was seen"
                open: seen
                severity:
                  - {is: error}
                """.formatted(name, fact, atLeast);
    }

    private PatternLibrary start() {
        return start(Duration.ofMinutes(1));
    }

    private PatternLibrary start(Duration lateness) {
        var settings = new Correlator.Settings("one", Duration.ofSeconds(2), lateness);
        var readings = new PatternLibrary.Readings(PatternSet::read, PatternSet::read);
        var library = PatternLibrary.open(readings, new TreeMap<>(), Optional.of(patterns), registry);
        libraries.add(library);
        running.add(Correlator.start(new Ground(store, bus, registry, Tempo.real()), PARTITIONS, settings, library));
        return library;
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(patterns.resolve(name), text);
    }

    private void happens(String... facts) {
        happens(Severity.SEVERITY_ERROR, facts);
    }

    private void happens(Severity severity, String... facts) {
        List<Event> all = new ArrayList<>();
        for (String fact : facts) {
            clock.pass(Duration.ofMillis(100));
            all.add(Event.newBuilder()
                    .setId(String.format(Locale.ROOT, "01920000-0000-7000-8000-%012x", ++events))
                    .setCluster("lab")
                    .setSource(Source.newBuilder().setCollector("test").setInstance("one"))
                    .setSubject(Ref.newBuilder().setKind("test.thing").setName("a"))
                    .setSeverity(severity)
                    .setOccurredAt(Timestamps.fromMillis(clock.millis()))
                    .setObservedAt(Timestamps.fromMillis(clock.millis()))
                    .setCustom(Custom.newBuilder().setName(fact))
                    .build());
        }
        store.writeNow(sql -> {
            journal.apply(sql, all);
            return 1;
        });
        running.forEach(each -> each.wake(0));
    }

    /** The patterns of now are at work, some time has passed, and what there was to tell is told. */
    private void settled() {
        clock.pass(Duration.ofSeconds(2));
        long now = clock.instant().getEpochSecond();
        await().atMost(PATIENCE)
                .until(() -> ticked() >= now
                        && registry.get("sentinel.correlator.lag").gauge().value() == 0);
    }

    private long ticked() {
        return store.read(sql -> sql.one(
                        "select accepted_ms / 1000 as s from journal_head where part = 0", row -> row.number("s"))
                .orElse(0L));
    }

    private Incident hear() throws Exception {
        Delivery next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return Incident.parseFrom(next.body());
    }

    private void assertThatNothingWasToldTwice(Incident before) throws Exception {
        for (Delivery next = heard.poll(); next != null; next = heard.poll()) {
            Incident told = Incident.parseFrom(next.body());
            assertThat(told.toBuilder().setRevision(before.getRevision()).build())
                    .isNotEqualTo(before);
        }
    }

    private List<Incident> incidents() {
        var all = new Incidents.Filter(List.of(), Optional.empty(), Optional.empty());
        return store.read(sql -> Incidents.list(sql, all, 100));
    }

    private double failures(String pattern) {
        return registry.find("sentinel.correlator.condition.failures").tag("pattern", pattern).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
