package dev.sentinel.responders.running;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.EventIds;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Page;
import dev.sentinel.responders.books.Words;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.QuarantineTrigger;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.Severity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Occasions to isolate something that no correlator made an incident of: a node joined, or a person wants it. They are cases like others. */
final class Occasions {

    private static final String JOINED = "joined-";
    private static final String WANTED = "wanted-";

    private Occasions() {}

    /** A new node, about which nothing is known yet. */
    static Incident joined(Event event, String runbook) {
        String name = event.getSubject().getName();
        return occasion(JOINED, event.getCluster(), event.getSubject(), event.getOccurredAt(), runbook)
                .setPattern("node-joined")
                .setTitle("Node %s joined".formatted(name))
                .build();
    }

    /** Something that a person wants out of service. */
    static Incident wanted(AddQuarantineRequest request, String runbook, Timestamp now) {
        return occasion(WANTED, request.getCluster(), request.getTarget(), now, runbook)
                .setPattern("quarantine-by-hand")
                .setTitle("%s is to be kept out of service: %s"
                        .formatted(request.getTarget().getName(), request.getReason()))
                .build();
    }

    private static Incident.Builder occasion(String kind, String cluster, Ref target, Timestamp at, String runbook) {
        String about = cluster + "/" + Words.of(target) + "/" + target.getUid();
        Instant time = Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
        return Incident.newBuilder()
                .setId(kind + EventIds.of(time, about.getBytes(StandardCharsets.UTF_8)))
                .setCluster(cluster)
                .setRevision(1)
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_INFO)
                .setPivot(target)
                .setBeganAt(at)
                .setOpenedAt(at)
                .setUpdatedAt(at)
                .setConfidence(Confidence.newBuilder().setScore(1))
                .addRunbooks(RunbookMatch.newBuilder().setRunbook(runbook));
    }

    static QuarantineTrigger trigger(String incidentId) {
        if (incidentId.startsWith(JOINED)) {
            return QuarantineTrigger.QUARANTINE_TRIGGER_JOIN;
        }
        return incidentId.startsWith(WANTED)
                ? QuarantineTrigger.QUARANTINE_TRIGGER_PERSON
                : QuarantineTrigger.QUARANTINE_TRIGGER_INCIDENT;
    }

    /** The occasion is gone; what a correlator opened, a correlator resolves. */
    static void over(Page page, String incidentId) {
        if (trigger(incidentId) != QuarantineTrigger.QUARANTINE_TRIGGER_INCIDENT) {
            Cases.find(page.sql(), incidentId).ifPresent(known -> {
                Incident incident = known.incident();
                Cases.take(
                        page.sql(),
                        incident.toBuilder()
                                .setRevision(incident.getRevision() + 1)
                                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                                .setUpdatedAt(page.at())
                                .setResolvedAt(page.at())
                                .build());
            });
        }
    }
}
