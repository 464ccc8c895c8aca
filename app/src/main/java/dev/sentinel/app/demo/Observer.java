package dev.sentinel.app.demo;

import dev.sentinel.correlator.journal.Journal;
import dev.sentinel.correlator.running.Incidents;
import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks into the store of the program that is shown: what it accepted, and what it believes. One thread. */
final class Observer {
    private static final int PAGE = 500;
    private static final int MOST_INCIDENTS = 1_000;

    private final Store store;
    private final int partition;
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<String, Instant> firstOfKind = new HashMap<>();
    private final Map<String, Incident> incidents = new TreeMap<>();
    private final Map<String, Instant> opened = new HashMap<>();
    private long position;
    private long journaled;

    /** What is new since the last look. */
    record News(List<Event> events, List<Incident> incidents) {}

    Observer(Store store, int partition) {
        this.store = store;
        this.partition = partition;
    }

    News look(Instant now) {
        return new News(events(), changed(now));
    }

    private List<Event> events() {
        List<Event> fresh = new ArrayList<>();
        List<Journal.Entry> page = page();
        while (!page.isEmpty()) {
            for (Journal.Entry entry : page) {
                Event event = entry.event();
                position = entry.position();
                var unusedNumber =
                        numbers.merge(sender(event), event.getSequence().getNumber(), Math::max);
                journaled++;
                var unused = firstOfKind.putIfAbsent(
                        Kinds.of(event),
                        Instant.ofEpochSecond(
                                event.getObservedAt().getSeconds(),
                                event.getObservedAt().getNanos()));
                fresh.add(event);
            }
            page = page();
        }
        return fresh;
    }

    private List<Journal.Entry> page() {
        return store.read(sql -> Journal.read(sql, partition, position, PAGE));
    }

    private List<Incident> changed(Instant now) {
        var all = new Incidents.Filter(
                Arrays.stream(IncidentState.values())
                        .filter(each ->
                                each != IncidentState.INCIDENT_STATE_UNSPECIFIED && each != IncidentState.UNRECOGNIZED)
                        .toList(),
                Optional.empty(),
                Optional.empty());
        List<Incident> news = new ArrayList<>();
        for (Incident incident : store.read(sql -> Incidents.list(sql, all, MOST_INCIDENTS))) {
            Incident before = incidents.put(incident.getId(), incident);
            if (before == null || before.getRevision() != incident.getRevision()) {
                news.add(incident);
            }
            if (incident.hasOpenedAt()) {
                var unused = opened.putIfAbsent(incident.getId(), now);
            }
        }
        return news;
    }

    List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    /** When each incident could first be read as open: later than its own time says, by what it took to get there. */
    Map<String, Instant> opened() {
        return Map.copyOf(opened);
    }

    /** When the first event of a kind was observed. */
    Optional<Instant> first(String kind) {
        return Optional.ofNullable(firstOfKind.get(kind));
    }

    Ledger ledger(Counters.Reading counted) {
        long numbered = numbers.values().stream().mapToLong(Long::longValue).sum();
        return new Ledger(numbered, journaled, counted.repeated(), counted.waiting());
    }

    private static String sender(Event event) {
        return "%s %s %d"
                .formatted(
                        event.getSource().getCollector(),
                        event.getSource().getInstance(),
                        event.getSequence().getEpoch());
    }

    long position() {
        return position;
    }
}
