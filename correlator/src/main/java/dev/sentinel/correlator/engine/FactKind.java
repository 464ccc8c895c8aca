package dev.sentinel.correlator.engine;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A kind of event: its name, and which field holds its detail. */
record FactKind(String name, @Nullable FieldDescriptor field) {
    static final FactKind UNKNOWN = new FactKind("unknown", null);

    /** By the number of the field that holds the detail. */
    static FactKind[] byNumber() {
        var all = Kinds.all().stream()
                .map(name -> new FactKind(name, Kinds.field(name).orElseThrow()))
                .toList();
        var size = all.stream().mapToInt(FactKind::number).max().orElse(0) + 1;
        var byNumber = new FactKind[size];
        Arrays.fill(byNumber, UNKNOWN);
        all.forEach(kind -> byNumber[kind.number()] = kind);
        return byNumber;
    }

    int number() {
        return field == null ? 0 : field.getNumber();
    }

    Message detail(Event event) {
        return field == null ? event.getDefaultInstanceForType() : (Message) event.getField(field);
    }

    /** The detail that was written as these bytes. */
    Message read(byte[] bytes) {
        var empty = Event.getDefaultInstance();
        try {
            return field == null
                    ? empty
                    : ((Message) empty.getField(field)).getParserForType().parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the detail of a " + name + " cannot be read back", e);
        }
    }
}
