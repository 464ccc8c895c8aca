package dev.sentinel.transport.bus;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.util.Map;

/** A message on its way to the broker. */
public record Outgoing(
        String exchange,
        String routingKey,
        String messageId,
        String type,
        Map<String, String> headers,
        ByteString body) {

    public Outgoing {
        headers = Map.copyOf(headers);
    }

    /** A protobuf message; its full name travels as the AMQP type. */
    public static Outgoing of(String exchange, String routingKey, String messageId, Message message) {
        return new Outgoing(
                exchange,
                routingKey,
                messageId,
                message.getDescriptorForType().getFullName(),
                Map.of(),
                message.toByteString());
    }
}
