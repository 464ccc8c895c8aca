package dev.sentinel.correlator.running;

import dev.sentinel.correlator.capture.Capture;
import dev.sentinel.correlator.capture.Moment;
import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.patterns.PatternSet;
import dev.sentinel.proto.Contract;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Incident;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** Captures an incident from the journal under the patterns in force. Changes nothing. */
public final class Capturing {
    private static final int PAGE = 1_000;
    /** As much as a file for people may become of it is far less; this is what is held in memory to choose from. */
    private static final int MOST_EVENTS = 500_000;

    private Capturing() {}

    public static Capture of(Store store, Partitions partitions, Incident incident, Optional<Path> patterns) {
        SortedMap<String, String> shipped = PatternFiles.shipped();
        try {
            var texts = patterns.isEmpty() ? shipped : PatternFiles.together(shipped, PatternFiles.of(patterns.get()));
            return switch (PatternSet.read(texts)) {
                case PatternSet.Outcome.Bad bad ->
                    new Capture.Bad(
                            "the patterns cannot be used: " + bad.problems().getFirst());
                case PatternSet.Outcome.Good good ->
                    of(recorded(store, partitions.of(incident.getCluster()), incident), incident, good.set());
            };
        } catch (PatternFiles.Unreadable e) {
            return new Capture.Bad(String.valueOf(e.getMessage()));
        }
    }

    private static Capture of(Optional<List<Moment>> recorded, Incident incident, PatternSet patterns) {
        return recorded.map(moments -> Capture.of(incident, moments, patterns.patterns(), new Contract()))
                .orElseGet(() -> new Capture.Bad("the journal of cluster %s has more than %d events"
                        .formatted(incident.getCluster(), MOST_EVENTS)));
    }

    private static Optional<List<Moment>> recorded(Store store, int partition, Incident incident) {
        List<Moment> moments = new ArrayList<>();
        List<Journal.Entry> page = store.read(sql -> Journal.read(sql, partition, 0, PAGE));
        while (!page.isEmpty()) {
            page.stream()
                    .filter(entry -> entry.event().getCluster().equals(incident.getCluster()))
                    .map(entry -> new Moment(entry.accepted(), entry.event()))
                    .forEach(moments::add);
            if (moments.size() > MOST_EVENTS) {
                return Optional.empty();
            }
            long last = page.getLast().position();
            page = store.read(sql -> Journal.read(sql, partition, last, PAGE));
        }
        return Optional.of(moments);
    }
}
