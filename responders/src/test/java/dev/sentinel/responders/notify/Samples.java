package dev.sentinel.responders.notify;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.ApprovalTicket;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceTrust;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import dev.sentinel.v1.TimelineEntry;
import dev.sentinel.v1.TimelineKind;
import dev.sentinel.v1.TrustLevel;
import java.time.Instant;

/** An incident and a plan as they come from the correlator and the planner. */
public final class Samples {
    public static final Instant NOON = Instant.parse("2026-02-24T12:00:00Z");

    private Samples() {}

    public static Incident incident(String id) {
        return incident(id, IncidentState.INCIDENT_STATE_OPEN, Severity.SEVERITY_CRITICAL);
    }

    public static Incident incident(String id, IncidentState state, Severity severity) {
        var node =
                Ref.newBuilder().setKind("kubernetes.node").setName("agent-4").build();
        return Incident.newBuilder()
                .setId(id)
                .setCluster("home")
                .setRevision(1)
                .setPattern("new-node-poisons-telemetry")
                .setTitle("agent-4 takes replicas it cannot hold")
                .setState(state)
                .setSeverity(severity)
                .setPivot(node)
                .setBeganAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                .setUpdatedAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                .setConfidence(Confidence.newBuilder().setScore(0.9))
                .setBlastRadius(BlastRadius.newBuilder()
                        .setNodeCount(1)
                        .setVolumeCount(2)
                        .setWorkloadCount(2))
                .addSourceTrust(SourceTrust.newBuilder()
                        .setSource("prometheus/monitoring/k8s")
                        .setLevel(TrustLevel.TRUST_LEVEL_ON_FAILING_STORAGE))
                .addStory(StoryStep.newBuilder()
                        .setRole(StoryRole.STORY_ROLE_CAUSE)
                        .setSentence("agent-4 joined the cluster")
                        .setSubject(node)
                        .setAt(Timestamps.fromMillis(NOON.toEpochMilli())))
                .build();
    }

    public static Incident told(Incident incident, String sentence) {
        return incident.toBuilder()
                .setRevision(incident.getRevision() + 1)
                .addTimeline(TimelineEntry.newBuilder()
                        .setAt(Timestamps.fromMillis(NOON.toEpochMilli()))
                        .setKind(TimelineKind.TIMELINE_KIND_EVIDENCE)
                        .setSentence(sentence))
                .build();
    }

    public static Plan plan(String id) {
        return Plan.newBuilder()
                .setId(id)
                .setContentHash("a".repeat(64))
                .setState(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
                .setContent(PlanContent.newBuilder()
                        .setTitle("Stop the writers")
                        .addSteps(Step.newBuilder()
                                .setNumber(1)
                                .setSentence("scale monitoring/k8s to 0")
                                .setInverse(Inverse.newBuilder().setAction("prometheus.replicas"))))
                .build();
    }

    public static ApprovalTicket ticket(Plan plan) {
        return ApprovalTicket.newBuilder()
                .setId("ticket-" + plan.getId())
                .setPlanId(plan.getId())
                .setPlanHash(plan.getContentHash())
                .setRequiredApprovals(1)
                .setExpiresAt(Timestamps.fromMillis(NOON.plusSeconds(3600).toEpochMilli()))
                .build();
    }
}
