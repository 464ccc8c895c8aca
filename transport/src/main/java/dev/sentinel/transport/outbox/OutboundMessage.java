package dev.sentinel.transport.outbox;

import com.google.protobuf.ByteString;
import java.util.Map;

/** A message that is to be published. */
public record OutboundMessage(
        String exchange,
        String routingKey,
        String messageId,
        String type,
        Map<String, String> headers,
        ByteString body) {
    public OutboundMessage {
        headers = Map.copyOf(headers);
    }
}
