package dev.sentinel.proto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Kind;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** The dotted names of events ("longhorn.replica.failed"), read from the schema so that nobody keeps a second list. */
public final class Kinds {
    private static final OneofDescriptor DETAIL = detailOneof();
    private static final SortedMap<String, FieldDescriptor> BY_KIND = byKind();

    private Kinds() {}

    /**
     * The kind of an event that has a detail, as every event that keeps the contract does.
     *
     * @throws IllegalArgumentException when the event has none, or one that a newer program wrote and this one does not know
     */
    public static String of(Event event) {
        FieldDescriptor detail = event.getOneofFieldDescriptor(DETAIL);
        if (detail == null) {
            throw new IllegalArgumentException("event " + event.getId()
                    + " has no detail that this program knows; validate events before asking for their kind");
        }
        return kind(detail);
    }

    /** Every kind this program knows, in alphabetical order. */
    public static SortedSet<String> all() {
        return Collections.unmodifiableSortedSet(new TreeMap<>(BY_KIND).navigableKeySet());
    }

    /** The message that carries facts of a kind. */
    public static Optional<Descriptor> detail(String kind) {
        return field(kind).map(FieldDescriptor::getMessageType);
    }

    /** The field of {@link Event} that holds facts of a kind. */
    public static Optional<FieldDescriptor> field(String kind) {
        return Optional.ofNullable(BY_KIND.get(kind));
    }

    private static OneofDescriptor detailOneof() {
        return Event.getDescriptor().getOneofs().stream()
                .filter(oneof -> oneof.getName().equals("detail"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("sentinel.v1.Event has lost its oneof \"detail\""));
    }

    private static SortedMap<String, FieldDescriptor> byKind() {
        SortedMap<String, FieldDescriptor> kinds = new TreeMap<>();
        DETAIL.getFields().forEach(field -> kinds.put(kind(field), field));
        return Collections.unmodifiableSortedMap(kinds);
    }

    private static String kind(FieldDescriptor detail) {
        return detail.getOptions().getExtension(Kind.kind);
    }
}
