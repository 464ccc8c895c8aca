package dev.sentinel.transport.bus;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages of one queue. The client library's thread only puts them into a bounded buffer; one thread of our own
 * hands them on in order and settles them. What a lost channel had delivered is forgotten: the broker delivers it again.
 */
public final class Subscription implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    /** A delivery together with the channel that must settle it. */
    record Held(Delivery delivery, Channel channel, long tag) {

        boolean stale() {
            return !channel.isOpen();
        }

        void ack() {
            try {
                channel.basicAck(tag, false);
            } catch (IOException | RuntimeException e) {
                // The channel is gone; the message comes again and the inbox knows it.
                LOG.atDebug().addKeyValue("queue", delivery.queue()).setCause(e).log("ack came too late");
            }
        }
    }

    private final String queue;
    private final BusConfig config;
    private final Link link;
    private final BlockingQueue<Held> arrived;
    private final Settling settling;
    private final Thread thread;
    private final Attachment attachment = new Attachment();
    private volatile boolean closing;

    Subscription(String queue, BusConfig config, Link link, Settling settling) {
        this.queue = queue;
        this.config = config;
        this.link = link;
        this.settling = settling;
        this.arrived = new ArrayBlockingQueue<>(config.prefetch() * 2);
        this.thread = Thread.ofPlatform().daemon().name("consume-" + queue).unstarted(this::work);
    }

    void start() {
        thread.start();
        link.add(attachment);
    }

    /** Why messages wait at the moment, empty when they do not. */
    public java.util.Optional<String> paused() {
        return settling.paused();
    }

    /** Returns at once; {@link #close} waits for the end. */
    void takeNoMore() {
        closing = true;
        settling.stop();
    }

    /** Takes nothing more; what is being handled is finished and settled first. */
    @Override
    public void close() {
        takeNoMore();
        try {
            thread.join(config.confirmTimeout().toMillis() * 2);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        link.remove(attachment);
        attachment.detach();
    }

    private void work() {
        while (!closing) {
            try {
                List<Held> batch = nextBatch();
                if (!batch.isEmpty()) {
                    settling.settle(batch);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** A message that was delivered before comes alone: if it is what kills the consumer, only it is to blame. */
    private List<Held> nextBatch() throws InterruptedException {
        List<Held> batch = new ArrayList<>();
        Held first = arrived.poll(200, java.util.concurrent.TimeUnit.MILLISECONDS);
        if (first == null || first.stale()) {
            return batch;
        }
        batch.add(first);
        while (!first.delivery().redelivered() && batch.size() < config.prefetch()) {
            Held next = arrived.peek();
            if (next == null || next.delivery().redelivered()) {
                break;
            }
            arrived.remove();
            if (!next.stale()) {
                batch.add(next);
            }
        }
        return batch;
    }

    private final class Attachment implements Link.User {

        private volatile @Nullable Channel channel;
        private volatile boolean cancelled;

        @Override
        public void up(Connection connection) throws IOException {
            Channel fresh = Channels.open(connection);
            cancelled = false;
            fresh.basicQos(config.prefetch());
            fresh.basicConsume(queue, false, config.clientName() + "-" + UUID.randomUUID(), consumer(fresh));
            channel = fresh;
            LOG.atInfo().addKeyValue("queue", queue).log("consuming");
        }

        @Override
        public void down(String why) {
            detach();
            arrived.clear();
        }

        @Override
        public boolean probe(Connection connection) throws IOException {
            Channel current = channel;
            // Broker-J does not tell a consumer that its queue was deleted, so we look.
            return current != null && current.isOpen() && !cancelled && Topology.exists(connection, queue);
        }

        void detach() {
            Channel current = channel;
            channel = null;
            if (current != null) {
                Channels.abandon(current);
            }
        }

        private DefaultConsumer consumer(Channel on) {
            return new DefaultConsumer(on) {
                @Override
                public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
                    // Never full: the broker holds back at the prefetch count, which is half of the buffer.
                    if (!arrived.offer(new Held(
                            Deliveries.of(queue, envelope, properties, body), on, envelope.getDeliveryTag()))) {
                        link.sever("the broker delivered more than the prefetch count of " + config.prefetch());
                    }
                }

                @Override
                public void handleCancel(String tag) {
                    cancelled = true;
                    LOG.atWarn().addKeyValue("queue", queue).log("the broker cancelled the consumer");
                    link.probeSoon();
                }

                @Override
                public void handleShutdownSignal(String tag, com.rabbitmq.client.ShutdownSignalException cause) {
                    link.probeSoon();
                }
            };
        }
    }
}
