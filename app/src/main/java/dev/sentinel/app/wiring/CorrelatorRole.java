package dev.sentinel.app.wiring;

import com.google.common.base.Suppliers;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.journal.Retention;
import dev.sentinel.correlator.running.Correlator;
import dev.sentinel.correlator.running.Forgetting;
import dev.sentinel.correlator.running.Ground;
import dev.sentinel.correlator.running.PatternLibrary;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.ingest.IncidentClient;
import dev.sentinel.transport.outbox.Dispatch;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.receive.Memory;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.tempo.Tempo;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Takes events in and links them: the patterns, the receivers, the journal and the one who reads it. */
public final class CorrelatorRole {
    private static final String CONSUMER = "correlator";
    private static final Duration UPKEEP = Duration.ofMinutes(1);
    // Longer than any spool or broker keeps an event: what comes back later than that would count twice.
    private static final Duration INBOX_RETENTION = Duration.ofDays(14);

    private final SentinelConfig config;
    private final Store store;
    private final PatternLibrary patterns;
    private final MeterRegistry registry;
    private final Tempo tempo;
    private final Closing closing;
    private final Partitions partitions;
    private final Supplier<EventReceiver> receivers;

    private CorrelatorRole(
            SentinelConfig config,
            Store store,
            PatternLibrary patterns,
            MeterRegistry registry,
            Tempo tempo,
            Closing closing) {
        this.config = config;
        this.store = store;
        this.patterns = patterns;
        this.registry = registry;
        this.tempo = tempo;
        this.closing = closing;
        this.partitions = new Partitions(config.partitions());
        // Its rules take a second to compile: the first message waits for them, the start does not.
        var contract = Suppliers.memoize(Contract::new);
        var memory = Memory.of(INBOX_RETENTION);
        closing.closes("upkeep", Upkeep.every(UPKEEP, tempo, () -> memory.upkeep(store, tempo.clock())));
        var parts = new EventReceiver.Parts(store, new Journal(partitions), contract, memory);
        this.receivers = () -> new EventReceiver(EventReceiver.Settings.of(CONSUMER), parts, registry, tempo.clock());
    }

    /** Everything that needs no broker. */
    public static CorrelatorRole prepare(
            SentinelConfig config,
            Store store,
            PatternLibrary patterns,
            MeterRegistry registry,
            Tempo tempo,
            Closing closing) {
        return new CorrelatorRole(config, store, patterns, registry, tempo, closing);
    }

    /** For events that come another way than through the broker. */
    public EventReceiver receiver() {
        return receivers.get();
    }

    /** Begins to take events from the broker. */
    public void start(Bus bus, Pulse pulse, Readiness readiness) {
        var asked = config.correlator();
        var holder = new Correlator.Settings(Host.clientName(), asked.lease(), asked.lateness());
        var correlator = closing.closes(
                "correlator",
                Correlator.start(new Ground(store, bus, registry, tempo, around()), partitions, holder, patterns));
        closing.closes("journal upkeep", journalUpkeep());
        var intake = Intake.open(partitions, bus, receivers, store, correlator::wake);
        pulse.watch(readiness.part("correlator"), correlator::trouble);
        intake.watch(pulse, readiness);
    }

    private Optional<Dispatch.Around> around() {
        List<URI> responders = config.incidents().addresses().stream()
                .map(each -> URI.create("http://" + each))
                .toList();
        return responders.isEmpty() ? Optional.empty() : Optional.of(IncidentClient.of(responders));
    }

    private Upkeep journalUpkeep() {
        var limits = new Retention.Limits(
                config.journal().retention(), config.journal().maxSize().bytes());
        var retention = new Retention(limits, patterns::longestWindow, registry);
        var forgetting = new Forgetting(config.incidents().retention(), registry);
        return Upkeep.every(UPKEEP, tempo, () -> {
            retention.upkeep(store);
            forgetting.upkeep(store);
        });
    }
}
