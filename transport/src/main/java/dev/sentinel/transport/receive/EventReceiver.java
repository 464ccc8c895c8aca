package dev.sentinel.transport.receive;

import dev.sentinel.proto.Contract;
import dev.sentinel.proto.Problem;
import dev.sentinel.transport.bus.Delivery;
import dev.sentinel.transport.bus.Handler;
import dev.sentinel.transport.bus.NotNow;
import dev.sentinel.transport.bus.Outcome;
import dev.sentinel.transport.inbox.Gap;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.Event;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each event count once, whichever way and however often it comes. One receiver serves one queue. */
public final class EventReceiver implements Handler {

    /** What a receiver stands on; all receivers of a program share it. The contract is asked for at the first message. */
    public record Parts(Store store, Effect effect, Supplier<Contract> contract, Memory memory) {}

    /** Who receives, and its limits. */
    public record Settings(String consumer, int maxMessageBytes, int maxStarts) {
        public static Settings of(String consumer) {
            return new Settings(consumer, 1 << 20, 5);
        }
    }

    private record Taken(List<Event> fresh, List<Gap> gaps) {}

    private static final Logger LOG = LoggerFactory.getLogger(EventReceiver.class);

    private final Settings settings;
    private final Store store;
    private final Effect effect;
    private final Supplier<Contract> contract;
    private final Memory memory;
    private final MeterRegistry registry;
    private final Counter duplicates;
    private final Clock clock;
    private final Starts starts;

    public EventReceiver(Settings settings, Parts parts, MeterRegistry registry, Clock clock) {
        this.settings = settings;
        this.store = parts.store();
        this.effect = parts.effect();
        this.contract = parts.contract();
        this.memory = parts.memory();
        this.starts = new Starts(store, memory.attempts(), settings.maxStarts(), clock);
        this.registry = registry;
        this.duplicates = Counter.builder("sentinel.events.duplicate")
                .description("Events that had come before, by either way")
                .register(registry);
        this.clock = clock;
    }

    @Override
    public List<Outcome> handle(List<Delivery> batch) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Event> events = new ArrayList<>();
        for (Delivery delivery : batch) {
            if (starts.tooMany(delivery)) {
                outcomes.add(starts.parked());
                continue;
            }
            switch (Decoded.of(contract.get(), delivery.type(), delivery.body(), settings.maxMessageBytes())) {
                case Decoded.Events decoded -> {
                    events.addAll(decoded.events());
                    outcomes.add(Outcome.ACCEPT);
                }
                case Decoded.Mixed mixed -> {
                    // Parked as it came, good events included: should it be replayed, those are known.
                    events.addAll(mixed.good());
                    outcomes.add(new Outcome.Park(mixed.why()));
                }
                case Decoded.Unusable unusable -> outcomes.add(new Outcome.Park(unusable.why()));
            }
        }
        commit(events, batch);
        return outcomes;
    }

    /** The way around the broker: returns the reasons for what is not taken, by event id, after the rest is committed. */
    public Map<String, String> accept(List<Event> events) {
        Map<String, String> rejected = new LinkedHashMap<>();
        List<Event> valid = new ArrayList<>();
        for (Event event : events) {
            List<Problem> problems = contract.get().problems(event);
            if (problems.isEmpty()) {
                valid.add(event);
            } else {
                rejected.put(event.getId(), Decoded.told(problems));
            }
        }
        rejected.putAll(commitApart(valid));
        return rejected;
    }

    /** Commits together; when that breaks on something in an event, one by one to find out on which. */
    private Map<String, String> commitApart(List<Event> events) {
        try {
            commit(events, List.of());
            return Map.of();
        } catch (NotNow e) {
            throw e;
        } catch (RuntimeException e) {
            if (events.size() > 1) {
                Map<String, String> broken = new LinkedHashMap<>();
                events.forEach(event -> broken.putAll(commitApart(List.of(event))));
                return broken;
            }
            String id = events.getFirst().getId();
            LOG.atError().addKeyValue("event", id).setCause(e).log("an event broke its receiver");
            return Map.of(id, e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private void commit(List<Event> events, List<Delivery> from) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        try {
            Taken taken = store.writeNow(sql -> {
                Map<String, Event> byId = new LinkedHashMap<>();
                events.forEach(event -> byId.putIfAbsent(event.getId(), event));
                Set<String> unseen = memory.inbox().unseen(sql, settings.consumer(), byId.keySet(), now);
                List<Event> news = byId.values().stream()
                        .filter(event -> unseen.contains(event.getId()))
                        .toList();
                effect.apply(sql, news);
                List<Gap> gaps = memory.sequences().note(sql, news, now);
                starts.forget(sql, from);
                return new Taken(news, gaps);
            });
            taken.gaps().forEach(Memory::warn);
            duplicates.increment(events.size() - taken.fresh().size());
            taken.fresh()
                    .forEach(event -> registry.counter(
                                    "sentinel.events.received",
                                    "source",
                                    event.getSource().getCollector())
                            .increment());
        } catch (StoreFault e) {
            throw Starts.judged(e, "");
        }
    }
}
