package dev.sentinel.correlator.running;

import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.util.Locale;

/** How states and severities are written in keys, tables and filters. */
public final class Words {

    private Words() {}

    public static String of(IncidentState state) {
        return lower(state.name(), "INCIDENT_STATE_");
    }

    public static String of(Severity severity) {
        return lower(severity.name(), "SEVERITY_");
    }

    private static String lower(String name, String prefix) {
        return name.replace(prefix, "").toLowerCase(Locale.ROOT);
    }
}
