package dev.sentinel.transport.bus;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;

/** Makes the layout exist: looks first, declares only what is missing, so that operators may declare it their own way. */
final class Topology {

    // RabbitMQ 4 drops a message after 20 returns by default. We count attempts ourselves and park; a crash loop of a
    // consumer must not make the broker throw away what was merely prefetched. A policy can still lower it.
    private static final long NO_DELIVERY_LIMIT = 1_000_000;

    private final Layout layout;

    Topology(Layout layout) {
        this.layout = layout;
    }

    void assertOn(Connection connection) throws IOException {
        for (String exchange : layout.exchanges()) {
            if (!answers(connection, channel -> channel.exchangeDeclarePassive(exchange))) {
                demand(connection, channel -> channel.exchangeDeclare(exchange, "topic", true));
            }
        }
        for (Layout.Queue queue : layout.queues()) {
            if (!exists(connection, queue.name())) {
                demand(connection, channel -> {
                    channel.queueDeclare(queue.name(), true, false, false, arguments(queue));
                    bind(channel, queue);
                });
            } else {
                // Binding again is harmless; a client without the right to bind leaves that to whoever declared.
                answers(connection, channel -> bind(channel, queue));
            }
        }
    }

    private static void bind(Channel channel, Layout.Queue queue) throws IOException {
        for (String key : queue.bindingKeys()) {
            channel.queueBind(queue.name(), queue.exchange(), key);
        }
    }

    static boolean exists(Connection connection, String queue) throws IOException {
        return answers(connection, channel -> channel.queueDeclarePassive(queue));
    }

    private static Map<String, Object> arguments(Layout.Queue queue) {
        return queue.singleActiveConsumer()
                ? Map.of(
                        "x-queue-type",
                        "quorum",
                        "x-single-active-consumer",
                        true,
                        "x-delivery-limit",
                        NO_DELIVERY_LIMIT)
                : Map.of("x-queue-type", "quorum", "x-delivery-limit", NO_DELIVERY_LIMIT);
    }

    @FunctionalInterface
    private interface Request {
        void on(Channel channel) throws IOException;
    }

    /** A refused request closes its channel, so each question gets a channel of its own. */
    private static boolean answers(Connection connection, Request request) throws IOException {
        Channel channel = Channels.open(connection);
        try {
            request.on(channel);
            return true;
        } catch (IOException e) {
            if (!connection.isOpen()) {
                throw e;
            }
            return false;
        } finally {
            Channels.close(channel);
        }
    }

    private static void demand(Connection connection, Request request) throws IOException {
        Channel channel = Channels.open(connection);
        try {
            request.on(channel);
        } finally {
            Channels.close(channel);
        }
    }
}
