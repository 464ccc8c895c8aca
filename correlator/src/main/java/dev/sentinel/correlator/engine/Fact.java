package dev.sentinel.correlator.engine;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import org.jspecify.annotations.Nullable;

/** What is kept of an event that is evidence; the text it was carried in is most of it, and goes. */
final class Fact {
    final String id;
    final FactKind kind;
    /** When it happened, as far as that is believed, and as it was said. */
    final long time;

    final Timestamp occurredAt;
    final Severity severity;
    final Message detail;
    /** Who told it. */
    final Sources.@Nullable Witness witness;

    private int subject = Topology.NONE;
    // Only when it says which of several bearers of the name it is.
    private @Nullable Ref named;

    Fact(Event event, FactKind kind, long time, Sources.@Nullable Witness witness) {
        this.id = event.getId();
        this.kind = kind;
        this.time = time;
        this.occurredAt = event.getOccurredAt();
        this.severity = event.getSeverity();
        this.detail = kind.detail(event);
        this.witness = witness;
    }

    /** The number of the thing it is about, asked for once. */
    int subject(Event event, Topology topology) {
        if (subject < 0) {
            subject = topology.thing(event.getSubject());
            var isOneOfSeveral = subject >= 0 && !event.getSubject().getUid().isEmpty();
            named = isOneOfSeveral ? topology.ref(subject) : null;
        }
        return subject;
    }

    boolean knowsSubject() {
        return subject >= 0;
    }

    int subject() {
        return subject;
    }

    Ref subject(Topology topology) {
        return named == null ? topology.ref(subject) : named;
    }
}
