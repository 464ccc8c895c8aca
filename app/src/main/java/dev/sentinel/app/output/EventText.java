package dev.sentinel.app.output;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
import com.google.protobuf.util.JsonFormat;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.EventBatch;
import dev.sentinel.v1.Incident;
import java.util.List;
import java.util.Optional;

/** What a message body says, as JSON on one line; what cannot be read is shown as its first bytes. */
public final class EventText {

    private static final int MOST_BYTES = 64;

    private EventText() {}

    public static String of(String type, ByteString body) {
        return message(type, body).map(EventText::json).orElseGet(() -> "unreadable: " + hex(body));
    }

    /** The events in a message; empty when it is something else. */
    public static List<Event> events(String type, ByteString body) {
        return message(type, body)
                .map(message -> switch (message) {
                    case EventBatch batch -> batch.getEventsList();
                    case Event event -> List.of(event);
                    default -> List.<Event>of();
                })
                .orElse(List.of());
    }

    public static String json(MessageOrBuilder message) {
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(message);
        } catch (InvalidProtocolBufferException e) {
            return "not printable: " + e.getMessage();
        }
    }

    private static Optional<Message> message(String type, ByteString body) {
        try {
            if (type.equals(EventBatch.getDescriptor().getFullName())) {
                return Optional.of(EventBatch.parseFrom(body));
            }
            if (type.equals(Incident.getDescriptor().getFullName())) {
                return Optional.of(Incident.parseFrom(body));
            }
            return type.equals(Event.getDescriptor().getFullName())
                    ? Optional.of(Event.parseFrom(body))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }

    private static String hex(ByteString body) {
        var head = body.substring(0, Math.min(MOST_BYTES, body.size())).toByteArray();
        return java.util.HexFormat.of().formatHex(head) + (body.size() > MOST_BYTES ? "..." : "");
    }
}
