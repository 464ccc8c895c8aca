package dev.sentinel.collectors.reading;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.sentinel.proto.EventIds;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes events of facts: fills the envelope, cuts texts to the contract's bounds, and gives the id that follows from the
 * fact, so that the same fact read twice is the same event. Not for several threads.
 */
public final class Facts {
    private final Witness witness;
    private final Bounds bounds = new Bounds();
    private final Map<Descriptor, FieldDescriptor> places = new HashMap<>();

    public Facts(Witness witness) {
        this.witness = witness;
        Kinds.all().stream()
                .flatMap(kind -> Kinds.field(kind).stream())
                .forEach(field -> places.put(field.getMessageType(), field));
    }

    /** A fact about one thing that has no others to name. */
    public Event event(Seen seen, Severity severity, Ref subject, Message detail) {
        return event(seen, severity, subject, List.of(), detail);
    }

    /**
     * The event of a fact.
     *
     * @param related other things it touches; beyond the contract's number they are left out, so name the nearest first
     * @throws IllegalArgumentException when the message is not the detail of any kind
     */
    public Event event(Seen seen, Severity severity, Ref subject, List<Ref> related, Message detail) {
        FieldDescriptor place = places.get(detail.getDescriptorForType());
        if (place == null) {
            throw new IllegalArgumentException(
                    detail.getDescriptorForType().getFullName() + " is not the detail of an event");
        }
        Event.Builder event = Event.newBuilder()
                .setCluster(witness.cluster())
                .setSource(Source.newBuilder().setCollector(witness.collector()).setInstance(witness.instance()))
                .setOccurredAt(Times.stamp(seen.occurredAt()))
                .setObservedAt(Times.stamp(seen.observedAt()))
                .setSeverity(severity)
                .setSubject(subject)
                .addAllRelated(related)
                .setField(place, detail);
        bounds.fit(event);
        return event.setId(EventIds.of(event.build())).build();
    }
}
