package dev.sentinel.transport.bus;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Watches an exchange through a queue of its own that the broker deletes with the connection. Nothing is held up by it. */
public final class Tail implements AutoCloseable {

    // A viewer that does not keep up loses its oldest messages instead of filling the broker.
    private static final int MAX_WAITING = 10_000;

    /** Gets a copy of each message, on the client library's thread. */
    @FunctionalInterface
    public interface Viewer {
        void see(Delivery delivery);
    }

    private final Link link;
    private final Eye eye;
    private final CompletableFuture<Void> watching = new CompletableFuture<>();

    Tail(String exchange, String bindingKey, Viewer viewer, Link link) {
        this.link = link;
        this.eye = new Eye(exchange, bindingKey, viewer);
        link.add(eye);
    }

    /** Completes when the first message could be seen. */
    public CompletableFuture<Void> watching() {
        return watching;
    }

    @Override
    public void close() {
        link.remove(eye);
        eye.down("closed");
    }

    private final class Eye implements Link.User {

        private final String exchange;
        private final String bindingKey;
        private final Viewer viewer;
        private volatile @Nullable Channel channel;

        Eye(String exchange, String bindingKey, Viewer viewer) {
            this.exchange = exchange;
            this.bindingKey = bindingKey;
            this.viewer = viewer;
        }

        @Override
        public void up(Connection connection) throws IOException {
            Channel fresh = Channels.open(connection);
            String queue = fresh.queueDeclare("", false, true, true, Map.of("x-max-length", MAX_WAITING))
                    .getQueue();
            fresh.queueBind(queue, exchange, bindingKey);
            fresh.basicConsume(queue, true, new DefaultConsumer(fresh) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                    viewer.see(Deliveries.of(queue, envelope, properties, body));
                }
            });
            channel = fresh;
            watching.complete(null);
        }

        @Override
        public void down(String why) {
            Channel current = channel;
            channel = null;
            if (current != null) {
                Channels.abandon(current);
            }
        }

        @Override
        public boolean probe(Connection connection) {
            Channel current = channel;
            return current != null && current.isOpen();
        }
    }
}
