package dev.sentinel.transport.spool;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.util.UUID;

/** Makes events for tests. */
final class Events {
    private Events() {}

    static Event event(Severity severity) {
        return event(severity, "k3s-agent-4", 100);
    }

    static Event info() {
        return event(Severity.SEVERITY_INFO);
    }

    static Event critical() {
        return event(Severity.SEVERITY_CRITICAL);
    }

    static Event event(Severity severity, String instance, int padding) {
        return Event.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setCluster("home")
                .setSource(Source.newBuilder().setCollector("longhorn").setInstance(instance))
                .setOccurredAt(Timestamps.fromMillis(1_700_000_000_000L))
                .setObservedAt(Timestamps.fromMillis(1_700_000_000_000L))
                .setSeverity(severity)
                .setSubject(Ref.newBuilder().setKind("volume").setName("pvc-1"))
                .setCustom(Custom.newBuilder().setName("test.fact").putFields("padding", "x".repeat(padding)))
                .build();
    }
}
