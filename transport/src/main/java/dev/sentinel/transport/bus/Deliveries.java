package dev.sentinel.transport.bus;

import com.google.protobuf.ByteString;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the client library's parts into a {@link Delivery}; whatever is absent becomes empty. */
final class Deliveries {

    private Deliveries() {}

    static Delivery of(String queue, Envelope envelope, BasicProperties properties, byte[] body) {
        return new Delivery(
                queue,
                envelope.getExchange(),
                envelope.getRoutingKey(),
                Optional.ofNullable(properties.getMessageId()).orElse(""),
                Optional.ofNullable(properties.getType()).orElse(""),
                text(properties.getHeaders()),
                envelope.isRedeliver(),
                ByteString.copyFrom(body));
    }

    private static Map<String, String> text(@org.jspecify.annotations.Nullable Map<String, Object> headers) {
        Map<String, String> texts = new TreeMap<>();
        if (headers != null) {
            headers.forEach((name, value) -> {
                if (value != null) {
                    texts.put(name, value.toString());
                }
            });
        }
        return texts;
    }
}
