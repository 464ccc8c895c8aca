package dev.sentinel.responders.notify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import java.time.Duration;
import java.time.Instant;

/** Incidents as alerts of Alertmanager's API v2. An open one has to be said again before it ends by itself. */
public final class Alerts {
    /** Without another word it is over then; who says it every minute may miss three. */
    public static final Duration LIFE = Duration.ofMinutes(4);

    private Alerts() {}

    public static ArrayNode incident(Incident incident, Instant now) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        ObjectNode labels = alert.putObject("labels");
        labels.put("alertname", "SentinelIncident");
        labels.put("incident", incident.getId());
        labels.put("pattern", incident.getPattern());
        labels.put("cluster", incident.getCluster());
        labels.put("severity", Telling.word(incident.getSeverity()));
        ObjectNode annotations = alert.putObject("annotations");
        annotations.put("summary", Telling.headline(incident));
        annotations.put("description", String.join("\n", Telling.story(incident)));
        alert.put(
                "startsAt",
                Instant.ofEpochSecond(incident.getBeganAt().getSeconds()).toString());
        boolean over = incident.getState() == IncidentState.INCIDENT_STATE_RESOLVED;
        alert.put("endsAt", (over ? now : now.plus(LIFE)).toString());
        return JsonNodeFactory.instance.arrayNode().add(alert);
    }

    public static ArrayNode own(String name, String summary, boolean over, Instant now) {
        ObjectNode alert = JsonNodeFactory.instance.objectNode();
        alert.putObject("labels")
                .put("alertname", "SentinelItself")
                .put("about", name)
                .put("severity", "error");
        alert.putObject("annotations").put("summary", summary);
        alert.put("endsAt", (over ? now : now.plus(Duration.ofHours(1))).toString());
        return JsonNodeFactory.instance.arrayNode().add(alert);
    }
}
