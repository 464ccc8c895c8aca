package dev.sentinel.transport.courier;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.proto.EventIds;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.time.Instant;

/** Events that keep the contract. */
public final class Facts {

    private Facts() {}

    /** Something that happened in a cluster then; another cluster or moment makes another event. */
    public static Event fact(String cluster, Instant at) {
        Event event = Event.newBuilder()
                .setCluster(cluster)
                .setSource(Source.newBuilder().setCollector("test").setInstance("node-1"))
                .setOccurredAt(Timestamps.fromMillis(at.toEpochMilli()))
                .setObservedAt(Timestamps.fromMillis(at.toEpochMilli()))
                .setSeverity(Severity.SEVERITY_ERROR)
                .setSubject(Ref.newBuilder().setKind("test.thing").setName("thing"))
                .setCustom(Custom.newBuilder().setName("test.fact"))
                .build();
        return event.toBuilder().setId(EventIds.of(event)).build();
    }
}
