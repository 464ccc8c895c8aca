package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.lab.world.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What PagerDuty turns away, and how it words it. */
final class PagerDutyRules {

    private static final int KEY = 32;
    private static final int DEDUP_KEY = 255;
    private static final int SUMMARY = 1_024;
    private static final int EVENT = 512 * 1024;
    private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

    private PagerDutyRules() {}

    static List<String> errors(JsonNode event, String routingKey) {
        List<String> errors = new ArrayList<>();
        String key = Tree.text(event, "routing_key");
        if (key.isEmpty()) {
            errors.add("'routing_key' is missing or blank");
        } else if (key.length() != KEY) {
            errors.add("Length of 'routing_key' is incorrect (should be 32 characters)");
        } else if (!key.equals(routingKey)) {
            errors.add("Invalid routing key");
        }
        String action = Tree.text(event, "event_action");
        if (!ACTIONS.contains(action)) {
            errors.add("'event_action' is invalid (should be one of trigger, acknowledge, resolve)");
        }
        String dedupKey = Tree.text(event, "dedup_key");
        if (dedupKey.length() > DEDUP_KEY) {
            errors.add("Length of 'dedup_key' is incorrect (should be at most 255 characters)");
        }
        if (dedupKey.isEmpty() && ACTIONS.contains(action) && !action.equals("trigger")) {
            errors.add("'dedup_key' is missing or blank");
        }
        if (action.equals("trigger")) {
            errors.addAll(payloadErrors(event.path("payload")));
        }
        if (event.toString().length() > EVENT) {
            errors.add("Event is too large (should be at most 512 KB)");
        }
        return errors;
    }

    private static List<String> payloadErrors(JsonNode payload) {
        List<String> errors = new ArrayList<>();
        for (String field : List.of("summary", "source", "severity")) {
            if (Tree.text(payload, field).isBlank()) {
                errors.add("'payload.%s' is missing or blank".formatted(field));
            }
        }
        if (Tree.text(payload, "summary").length() > SUMMARY) {
            errors.add("Length of 'payload.summary' is incorrect (should be at most 1024 characters)");
        }
        String severity = Tree.text(payload, "severity");
        if (!severity.isBlank() && !SEVERITIES.contains(severity)) {
            errors.add("'payload.severity' is invalid (should be one of critical, error, warning, info)");
        }
        return errors;
    }
}
