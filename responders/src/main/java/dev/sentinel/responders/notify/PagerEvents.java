package dev.sentinel.responders.notify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.time.Instant;

/** Incidents as PagerDuty's Events v2: one page for each, however often it is told. */
public final class PagerEvents {
    private static final int SUMMARY = 1_024;

    private PagerEvents() {}

    public static ObjectNode incident(Incident incident, String routingKey) {
        ObjectNode event = event(routingKey, action(incident), incident.getId());
        if (!event.path("event_action").asText().equals("trigger")) {
            return event;
        }
        ObjectNode payload = event.putObject("payload");
        payload.put("summary", clipped(Telling.headline(incident)));
        payload.put("source", incident.getCluster());
        payload.put("severity", severity(incident.getSeverity()));
        payload.put(
                "timestamp",
                Instant.ofEpochSecond(incident.getBeganAt().getSeconds()).toString());
        payload.put("component", Telling.thing(incident.getPivot()));
        payload.put("group", incident.getCluster());
        payload.put("class", incident.getPattern());
        ObjectNode details = payload.putObject("custom_details");
        var story = details.putArray("story");
        Telling.story(incident).forEach(story::add);
        Telling.suffering(incident).ifPresent(suffering -> details.put("suffers", suffering));
        details.put("confidence", Telling.confidence(incident));
        details.put("explain", "sentinel explain " + incident.getId());
        return event;
    }

    /** Something about Sentinel itself, under a name of its own. */
    public static ObjectNode own(String routingKey, String name, String summary, boolean over) {
        ObjectNode event = event(routingKey, over ? "resolve" : "trigger", name);
        if (!over) {
            event.putObject("payload")
                    .put("summary", clipped(summary))
                    .put("source", "sentinel")
                    .put("severity", "error");
        }
        return event;
    }

    private static ObjectNode event(String routingKey, String action, String name) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("routing_key", routingKey);
        event.put("event_action", action);
        event.put("dedup_key", name.length() > 255 ? name.substring(0, 255) : name);
        event.put("client", "Sentinel");
        return event;
    }

    private static String action(Incident incident) {
        if (incident.getState() == IncidentState.INCIDENT_STATE_RESOLVED) {
            return "resolve";
        }
        return incident.hasAcknowledgedBy() ? "acknowledge" : "trigger";
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case SEVERITY_CRITICAL -> "critical";
            case SEVERITY_ERROR -> "error";
            case SEVERITY_WARNING -> "warning";
            case SEVERITY_INFO, SEVERITY_UNSPECIFIED, UNRECOGNIZED -> "info";
        };
    }

    private static String clipped(String summary) {
        return summary.length() > SUMMARY ? summary.substring(0, SUMMARY - 1) + "…" : summary;
    }
}
