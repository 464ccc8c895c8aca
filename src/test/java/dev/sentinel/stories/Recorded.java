package dev.sentinel.stories;

import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Loaded;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.wiring.Addresses;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.correlator.running.PatternFiles;
import dev.sentinel.correlator.trial.Recording;
import dev.sentinel.correlator.trial.Retelling;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Incident;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** The journal that a played scenario left, told to the core again. */
final class Recorded {
    private static final int PAGE = 1_000;
    private static final int ORDERS = 100;
    private static final Duration AFTERWARDS = Duration.ofMinutes(5);

    private final Retelling retelling;
    private final SortedMap<String, Incident> inOrder;
    private final List<String> ids;

    private Recorded(Retelling retelling, List<String> ids) {
        this.retelling = retelling;
        this.ids = ids;
        this.inOrder = retelling.inOrder();
    }

    static Recorded in(Path folder, ConfigReader reader) throws Exception {
        SentinelConfig config = ((Loaded.Valid) reader.read(folder.resolve("sentinel.yaml"))).config();
        int partition = new Partitions(config.partitions()).of(config.cluster());
        var recording = new Recording.Builder();
        List<String> ids = new ArrayList<>();
        try (Store store = Addresses.open(config.store(), Clock.systemUTC())) {
            List<Journal.Entry> page = store.read(sql -> Journal.read(sql, partition, 0, PAGE));
            while (!page.isEmpty()) {
                page.forEach(entry -> recording.add(entry.event(), entry.accepted()));
                page.forEach(entry -> ids.add(entry.event().getId()));
                long last = page.getLast().position();
                page = store.read(sql -> Journal.read(sql, partition, last, PAGE));
            }
        }
        PatternSet patterns = ((PatternSet.Outcome.Good) PatternSet.read(PatternFiles.shipped())).set();
        var told = recording.build(config.cluster(), AFTERWARDS);
        return new Recorded(new Retelling(patterns.patterns(), told, Retelling.World.MOVES), ids);
    }

    /** What comes differently when it is told in another order; empty when nothing does. */
    List<String> complaints() {
        return retelling.complaints(inOrder, ORDERS);
    }

    /** The events, in the order in which they were accepted. */
    List<String> ids() {
        return ids;
    }
}
