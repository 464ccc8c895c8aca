package dev.sentinel.transport.bus;

import com.google.protobuf.ByteString;
import java.util.Map;

/** A message as a queue handed it to us. Everything in it comes from outside: check before use. */
public record Delivery(
        String queue,
        String exchange,
        String routingKey,
        String messageId,
        String type,
        Map<String, String> headers,
        boolean redelivered,
        ByteString body) {

    public Delivery {
        headers = Map.copyOf(headers);
    }
}
