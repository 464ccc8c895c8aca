package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Outflow;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector that really runs, and what it told. */
public final class Station implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ledger ledger = new Ledger();
    private final Collecting collecting;
    private final List<String> lines = new ArrayList<>();
    private int seen;

    private static final class Ledger implements Outflow {
        private final List<Event> told = new ArrayList<>();
        private Optional<NotKept> full = Optional.empty();

        @Override
        public synchronized void tell(List<Event> events) throws NotKept {
            if (full.isPresent()) {
                throw full.get();
            }
            told.addAll(events);
        }

        @Override
        public Backlog backlog() {
            return Backlog.NONE;
        }

        synchronized List<Event> all() {
            return List.copyOf(told);
        }
    }

    private Station(Collector collector, Optional<Store> store) {
        collecting = Collecting.start(
                List.of(collector),
                new Collecting.Terms("test", "here", "here/1", Duration.ofMinutes(1), Duration.ofSeconds(10)),
                new Collecting.Ground(ledger, store, new SimpleMeterRegistry(), Tempo.real()));
    }

    public static Station of(Collector collector) {
        return new Station(collector, Optional.empty());
    }

    /** One that remembers beyond its end. */
    public static Station of(Collector collector, Store store) {
        return new Station(collector, Optional.of(store));
    }

    /** From now on nothing is kept. */
    public void refuses(NotKept why) {
        synchronized (ledger) {
            ledger.full = Optional.of(why);
        }
    }

    public void takesAgain() {
        synchronized (ledger) {
            ledger.full = Optional.empty();
        }
    }

    /** Facts so far, one line each, without the collector's own heartbeats. */
    public synchronized List<String> facts() {
        List<Event> all = ledger.all();
        lines.addAll(Told.facts(all.subList(seen, all.size()).stream()
                .filter(event -> !event.hasHeartbeat())
                .toList()));
        seen = all.size();
        return List.copyOf(lines);
    }

    public List<Event> events() {
        return ledger.all();
    }

    /** The first fact that is so, waited for. */
    public String awaits(Predicate<String> wanted) {
        // The contract takes its time when it is first asked, which is not the collector's.
        List<String> unused = facts();
        return Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .conditionEvaluationListener(null)
                .until(() -> facts().stream().filter(wanted).findFirst(), Optional::isPresent)
                .orElseThrow();
    }

    /** The first fact that begins with this and contains all of these. */
    public String awaits(String beginning, String... parts) {
        try {
            return awaits(line ->
                    line.startsWith(beginning) && List.of(parts).stream().allMatch(line::contains));
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            throw new AssertionError(
                    "no " + beginning + " " + List.of(parts) + " among\n" + String.join("\n", facts()), e);
        }
    }

    @Override
    public void close() {
        collecting.close();
    }
}
