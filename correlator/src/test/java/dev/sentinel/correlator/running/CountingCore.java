package dev.sentinel.correlator.running;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.correlator.engine.Vitals;
import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StoryRole;
import dev.sentinel.v1.StoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A core that makes one incident of each subject, tells one step for each event, and resolves after some quiet. */
final class CountingCore implements Core {

    static final Duration QUIET = Duration.ofSeconds(10);

    private final String cluster;
    private final SortedMap<String, Incident> incidents = new TreeMap<>();
    private String pattern;

    CountingCore(String cluster, List<Pattern> patterns) {
        this.cluster = cluster;
        this.pattern = name(patterns);
    }

    private static String name(List<Pattern> patterns) {
        return patterns.stream().map(Pattern::name).findFirst().orElse("counted");
    }

    @Override
    public List<Incident> accept(Event event, Instant acceptedAt) {
        String subject = event.getSubject().getName();
        Incident.Builder incident = incidents.getOrDefault(subject, beginning(event)).toBuilder()
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setUpdatedAt(Timestamps.fromMillis(acceptedAt.toEpochMilli()))
                .addStory(StoryStep.newBuilder()
                        .setRole(StoryRole.STORY_ROLE_SYMPTOM)
                        .setSentence("it was seen")
                        .setSubject(event.getSubject())
                        .setAt(event.getOccurredAt())
                        .addEventIds(event.getId()));
        return List.of(changed(subject, incident));
    }

    private Incident beginning(Event event) {
        return Incident.newBuilder()
                .setId("inc-" + event.getSubject().getName())
                .setCluster(cluster)
                .setPattern(pattern)
                .setTitle("{} is counted")
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(event.getSubject())
                .setBeganAt(event.getOccurredAt())
                .setConfidence(Confidence.newBuilder().setScore(0.5))
                .build();
    }

    private Incident changed(String subject, Incident.Builder incident) {
        Incident changed = incident.setRevision(incident.getRevision() + 1).build();
        incidents.put(subject, changed);
        return changed;
    }

    @Override
    public List<Incident> advance(Instant now) {
        List<Incident> changed = new ArrayList<>();
        List.copyOf(incidents.entrySet()).forEach(entry -> {
            Incident incident = entry.getValue();
            Instant updated = Instant.ofEpochMilli(Timestamps.toMillis(incident.getUpdatedAt()));
            if (incident.getState() == IncidentState.INCIDENT_STATE_OPEN && !now.isBefore(updated.plus(QUIET))) {
                changed.add(changed(
                        entry.getKey(),
                        incident.toBuilder()
                                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                                .setUpdatedAt(Timestamps.fromMillis(now.toEpochMilli()))
                                .setResolvedAt(Timestamps.fromMillis(now.toEpochMilli()))));
            }
        });
        return changed;
    }

    @Override
    public List<Incident> replace(List<Pattern> patterns, Instant now) {
        pattern = name(patterns);
        return List.copyOf(incidents.entrySet()).stream()
                .map(entry ->
                        changed(entry.getKey(), entry.getValue().toBuilder().setPattern(pattern)))
                .toList();
    }

    @Override
    public Collection<Incident> incidents() {
        return incidents.values();
    }

    @Override
    public Vitals vitals() {
        return new Vitals(1, 2, 3, 4, incidents.size(), new TreeMap<>());
    }
}
