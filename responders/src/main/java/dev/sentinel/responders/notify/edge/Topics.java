package dev.sentinel.responders.notify.edge;

import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.TimelineEntry;
import java.util.HexFormat;

/** What a word is about, so that a newer one finds the older one's place. */
final class Topics {
    static final String FACE = "face";
    static final String TROUBLE = "trouble";
    static final String STORM = "storm";

    private static final int DIGITS = 16;

    private Topics() {}

    static String plan(String planId) {
        return "plan " + planId;
    }

    static String line(TimelineEntry entry) {
        return "line " + HexFormat.of().formatHex(CanonicalBytes.sha256(entry)).substring(0, DIGITS);
    }

    static String channel(String name) {
        return "channel " + name;
    }

    /** What of an incident is worth another page. */
    static String state(Incident incident) {
        return "%s %s%s"
                .formatted(
                        incident.getState().name(),
                        incident.getSeverity().name(),
                        incident.hasAcknowledgedBy() ? " acknowledged" : "");
    }
}
