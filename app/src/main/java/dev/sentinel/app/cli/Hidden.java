package dev.sentinel.app.cli;

import dev.sentinel.correlator.running.Incidents;
import dev.sentinel.correlator.running.Quiet;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a silence would keep quiet: incidents that are not resolved, and those of the last days. */
record Hidden(List<Incident> live, List<Incident> past) {

    static final Duration RECENT = Duration.ofDays(7);
    private static final int MOST = 10_000;

    static Hidden by(Sql sql, Silence silence, Instant now) {
        var all = new Incidents.Filter(List.of(), Optional.empty(), Optional.empty());
        var recent = now.minus(RECENT).getEpochSecond();
        List<Incident> hidden = Incidents.list(sql, all, MOST).stream()
                .filter(incident ->
                        Quiet.by(incident, List.of(silence), List.of(), now).isPresent())
                .toList();
        return new Hidden(
                hidden.stream().filter(incident -> !resolved(incident)).toList(),
                hidden.stream()
                        .filter(incident ->
                                resolved(incident) && incident.getUpdatedAt().getSeconds() >= recent)
                        .toList());
    }

    private static boolean resolved(Incident incident) {
        return incident.getState() == IncidentState.INCIDENT_STATE_RESOLVED;
    }

    String told() {
        return "%d incidents now, and %d of those resolved in the last %d days"
                .formatted(live.size(), past.size(), RECENT.toDays());
    }
}
