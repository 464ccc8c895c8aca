package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.running.Collecting;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Outflow;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs collectors of one machine as the program does, over a real store, and keeps what they tell. */
public final class Trial implements Outflow, AutoCloseable {
    private final List<Event> events = new ArrayList<>();
    private final Path store;
    private boolean full;
    private Optional<Running> running = Optional.empty();

    /** Ten seconds in one, so that what waits for more lines is not waited for. */
    private static final class Hasty extends Clock {
        private final Instant begun = Instant.now();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return begun.plus(Duration.between(begun, Instant.now()).multipliedBy(10));
        }
    }

    private record Running(Collecting collecting, Store store) {}

    public Trial(Path folder) {
        this.store = folder.resolve("sentinel.db");
    }

    /** Starts, or starts again with the same memory. */
    public void start(Collector... collectors) {
        stop();
        Store opened = Store.open(new StoreConfig.Sqlite(store), Clock.systemUTC());
        var terms = new Collecting.Terms("c1", "node-1", "me", Duration.ofSeconds(30), Duration.ofSeconds(3));
        var ground =
                new Collecting.Ground(this, Optional.of(opened), new SimpleMeterRegistry(), Tempo.real(new Hasty()));
        running = Optional.of(new Running(Collecting.start(List.of(collectors), terms, ground), opened));
    }

    public void stop() {
        running.ifPresent(each -> {
            each.collecting().close();
            each.store().close();
        });
        running = Optional.empty();
    }

    @Override
    public synchronized void tell(List<Event> told) throws NotKept {
        if (full) {
            throw new NotKept("full for a while");
        }
        events.addAll(told);
    }

    public synchronized void full(boolean now) {
        full = now;
    }

    @Override
    public Backlog backlog() {
        return Backlog.NONE;
    }

    public synchronized List<Event> events() {
        return List.copyOf(events);
    }

    public List<Event> of(String kind) {
        return events().stream().filter(event -> Kinds.of(event).equals(kind)).toList();
    }

    public Optional<Event> last(String kind) {
        return of(kind).stream().reduce((first, second) -> second);
    }

    @Override
    public void close() {
        stop();
    }
}
