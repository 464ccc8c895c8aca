package dev.sentinel.lab.outside;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * What a dedup key stands for, from its first trigger until it is resolved.
 *
 * @param triggers how often it was triggered; all but the first only add to it
 * @param event the last event that was taken for it, as it was sent
 */
public record PagerDutyIncident(
        String dedupKey,
        Status status,
        String summary,
        String severity,
        String source,
        int triggers,
        Instant since,
        Instant changed,
        JsonNode event) {

    /** Where it is in its life. */
    public enum Status {
        TRIGGERED,
        ACKNOWLEDGED,
        RESOLVED
    }

    PagerDutyIncident became(Status next, Instant at, JsonNode by) {
        return new PagerDutyIncident(dedupKey, next, summary, severity, source, triggers, since, at, by);
    }

    PagerDutyIncident triggeredAgain(Instant at, JsonNode by) {
        return new PagerDutyIncident(dedupKey, status, summary, severity, source, triggers + 1, since, at, by);
    }
}
