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
    private static final byte[] EMPTY = {};

    final String id;
    final FactKind kind;
    /** When it happened, as far as that is believed. */
    final long time;

    // As it was said: kept when it was said more finely or is not believed, else made when it is told.
    private @Nullable Timestamp said;
    final Severity severity;
    // What is kept for long is kept as bytes: a message has an object for each of its words.
    private @Nullable Event event;
    private byte[] detail = EMPTY;
    /** Who told it; said by {@link Sources}, and nobody when there are too many to be remembered. */
    Sources.@Nullable Witness witness;

    private int subject = Topology.NONE;
    // Only when it says which of several bearers of the name it is.
    private @Nullable Ref named;

    Fact(Event event, FactKind kind, long time) {
        this.id = event.getId();
        this.kind = kind;
        this.time = time;
        this.said = isJust(event.getOccurredAt(), time) ? null : event.getOccurredAt();
        this.severity = event.getSeverity();
        this.event = event;
    }

    /** It will be kept, so it makes itself small. */
    void pack() {
        var whole = event;
        if (whole != null) {
            detail = kind.detail(whole).toByteArray();
            event = null;
        }
    }

    /** What it says beside its kind. */
    Message detail() {
        return event == null ? kind.read(detail) : kind.detail(event);
    }

    private static boolean isJust(Timestamp said, long time) {
        return said.getSeconds() == Math.floorDiv(time, 1_000L)
                && said.getNanos() == Math.floorMod(time, 1_000L) * 1_000_000;
    }

    /** When it happened, as it was said. */
    Timestamp occurredAt() {
        var known = said;
        if (known == null) {
            known = Times.timestamp(time);
            said = known;
        }
        return known;
    }

    /** A moment as a timestamp: the same object when it is just when this happened. */
    Timestamp at(long moment) {
        return moment == time && isJust(occurredAt(), time) ? occurredAt() : Times.timestamp(moment);
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

    /** As it was named: which of several bearers of a name it is, others may say later, or not. */
    Ref subject(Topology topology) {
        if (named != null) {
            return named;
        }
        var known = topology.ref(subject);
        return known.getUid().isEmpty() ? known : known.toBuilder().clearUid().build();
    }
}
