package dev.sentinel.correlator.running;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.outbox.OutboundMessage;
import dev.sentinel.transport.outbox.Outbox;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.TimelineEntry;
import dev.sentinel.v1.TimelineKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what the core decided: incident, message and position in one transaction. The core counts the revisions of an
 * incident from the beginning of the journal, so what a replay brings up again is recognised by its count.
 */
final class Publication {

    /** The bus carries no larger message. */
    static final int MOST_BYTES = 256 << 10;

    private static final int MOST_TIMELINE = 512;

    private final int partition;
    private final Outbox outbox;

    /** How far a partition is correlated. */
    record Position(long position, long ticked) {}

    Publication(int partition, Outbox outbox) {
        this.partition = partition;
        this.outbox = outbox;
    }

    Optional<Position> position(Sql sql) {
        return sql.one(
                "select position, ticked_s from correlator_position where part = ?",
                row -> new Position(row.number("position"), row.number("ticked_s")),
                partition);
    }

    /** Returns how many revisions were news. */
    int keep(Sql sql, List<Incident> changed, Position reached, long epoch) {
        int news = 0;
        if (!changed.isEmpty()) {
            Quiet quiet = Quiets.inForce(sql, sql.now());
            for (Incident incident : changed) {
                news += keep(sql, incident, quiet) ? 1 : 0;
            }
        }
        sql.update("""
                insert into correlator_position (part, position, ticked_s, epoch) values (?, ?, ?, ?)
                on conflict (part) do update
                set position = excluded.position, ticked_s = excluded.ticked_s, epoch = excluded.epoch""", partition, reached.position(), reached.ticked(), epoch);
        return news;
    }

    private boolean keep(Sql sql, Incident incident, Quiet quiet) {
        Optional<Incidents.Known> known = Incidents.known(sql, incident.getId());
        if (known.isPresent() && known.get().counted() >= incident.getRevision()) {
            return false;
        }
        publish(sql, incident, known, incident.getRevision(), quiet);
        return true;
    }

    private void publish(Sql sql, Incident incident, Optional<Incidents.Known> known, long counted, Quiet quiet) {
        long next = known.map(before -> before.incident().getRevision() + 1).orElse(1L);
        Incident.Builder published = incident.toBuilder().setRevision(Math.max(counted, next));
        Incident complete =
                published.setSilencedBy(quiet.by(incident).orElse("")).build();
        Incidents.put(sql, partition, counted, complete);
        outbox.add(sql, message(complete));
    }

    /**
     * After a rebuild: the journal may begin later now, or other patterns be in force, so the core's counts can be new
     * ones. Returns how many incidents look different than before.
     */
    int settle(Sql sql, List<Incident> incidents) {
        Quiet quiet = Quiets.inForce(sql, sql.now());
        int different = 0;
        for (Incident incident : incidents) {
            Optional<Incidents.Known> known = Incidents.known(sql, incident.getId());
            if (known.isEmpty() || !sameStory(known.get().incident(), incident)) {
                publish(sql, incident, known, incident.getRevision(), quiet);
                different++;
            } else if (known.get().counted() != incident.getRevision()) {
                Incidents.count(sql, incident.getId(), incident.getRevision());
            }
        }
        return different;
    }

    private static boolean sameStory(Incident kept, Incident rebuilt) {
        return kept.toBuilder()
                .setRevision(rebuilt.getRevision())
                .setSilencedBy(rebuilt.getSilencedBy())
                .build()
                .equals(rebuilt);
    }

    /** Ends an incident that the core knows nothing about any more: nobody would ever resolve it. */
    void abandon(Sql sql, Incidents.Known known, Instant now) {
        String why = "No longer followed: its pattern is gone, or its evidence is no longer in the journal";
        Incident.Builder ended = known.incident().toBuilder()
                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                .setUpdatedAt(Timestamps.fromMillis(now.toEpochMilli()))
                .setResolvedAt(Timestamps.fromMillis(now.toEpochMilli()));
        if (ended.getTimelineCount() < MOST_TIMELINE) {
            ended.addTimeline(TimelineEntry.newBuilder()
                    .setAt(ended.getUpdatedAt())
                    .setKind(TimelineKind.TIMELINE_KIND_STATE)
                    .setState(ended.getState())
                    .setSentence(why));
        }
        // Whatever the core may say of it later counts from the beginning.
        publish(sql, ended.build(), Optional.of(known), 0, Quiets.inForce(sql, now));
    }

    /** Tells again those whose silence began or ended since they were published; returns how many. */
    int requiet(Sql sql, List<Incidents.Known> live, Quiet quiet) {
        int told = 0;
        for (Incidents.Known known : live) {
            Incident incident = known.incident();
            if (!quiet.by(incident).orElse("").equals(incident.getSilencedBy())) {
                publish(sql, incident, Optional.of(known), known.counted(), quiet);
                told++;
            }
        }
        return told;
    }

    private static OutboundMessage message(Incident incident) {
        String key = "inc.%s.%s.%s.%s"
                .formatted(
                        incident.getCluster(),
                        Words.of(incident.getState()),
                        Words.of(incident.getSeverity()),
                        incident.getPattern());
        return new OutboundMessage(
                Routes.INCIDENTS,
                key,
                incident.getId() + ":" + incident.getRevision(),
                Incident.getDescriptor().getFullName(),
                Map.of(),
                Shortened.toFit(incident, MOST_BYTES).toByteString());
    }
}
