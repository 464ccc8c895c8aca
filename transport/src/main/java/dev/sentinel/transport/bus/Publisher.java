package dev.sentinel.transport.bus;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import dev.sentinel.transport.bus.Confirmation.Confirmed;
import dev.sentinel.transport.bus.Confirmation.NotSent;
import dev.sentinel.transport.bus.Confirmation.Refused;
import dev.sentinel.transport.bus.Confirmation.Unknown;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes with confirms, mandatory, within a window. Both brokers are understood: RabbitMQ returns an unroutable
 * message and then acks it, Broker-J nacks it and then returns it, so success is an ack without a return.
 */
final class Publisher implements Link.User {

    private static final int PERSISTENT = 2;

    private record Pending(Outgoing message, CompletableFuture<Confirmation> result, long sentNanos, int bytes) {}

    private final BusConfig config;
    private final BusMeters meters;
    private final Semaphore window;
    private final Semaphore windowBytes;
    private final NavigableMap<Long, Pending> pending = new ConcurrentSkipListMap<>();
    private final Map<String, String> returned = new java.util.concurrent.ConcurrentHashMap<>();
    private @Nullable Channel channel;
    private volatile boolean open;

    Publisher(BusConfig config, BusMeters meters) {
        this.config = config;
        this.meters = meters;
        this.window = new Semaphore(config.window());
        this.windowBytes = new Semaphore(config.windowBytes());
    }

    /** Completes when the broker has answered, or when it is certain that it will not. Waits for a place in the window. */
    CompletableFuture<Confirmation> publish(Outgoing message) {
        if (message.body().size() > config.maxMessageBytes()) {
            return done(new Refused("message of " + message.body().size() + " bytes is over the limit of "
                    + config.maxMessageBytes() + "; put large evidence elsewhere and refer to it"));
        }
        return publishAnySize(message);
    }

    /** For parking: what came in oversized must go aside oversized. */
    CompletableFuture<Confirmation> publishAnySize(Outgoing message) {
        if (!open) {
            return done(new NotSent("no connection to the broker"));
        }
        int bytes = Math.min(message.body().size() + 1, config.windowBytes());
        if (!enter(bytes)) {
            return done(new NotSent("the window of " + config.window() + " unconfirmed messages is full"));
        }
        CompletableFuture<Confirmation> result = new CompletableFuture<>();
        var unused = result.whenComplete((confirmation, failure) -> {
            window.release();
            windowBytes.release(bytes);
        });
        send(new Pending(message, result, System.nanoTime(), bytes));
        return result;
    }

    private boolean enter(int bytes) {
        long limit = config.confirmTimeout().toMillis();
        try {
            if (!window.tryAcquire(limit, TimeUnit.MILLISECONDS)) {
                return false;
            }
            if (!windowBytes.tryAcquire(bytes, limit, TimeUnit.MILLISECONDS)) {
                window.release();
                return false;
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Channels are not for several threads, and the number must be taken together with the send. */
    private synchronized void send(Pending entry) {
        Channel current = channel;
        if (current == null) {
            entry.result().complete(new NotSent("no connection to the broker"));
            return;
        }
        long number = current.getNextPublishSeqNo();
        pending.put(number, entry);
        Outgoing message = entry.message();
        try {
            current.basicPublish(
                    message.exchange(),
                    message.routingKey(),
                    true,
                    properties(message),
                    message.body().toByteArray());
        } catch (IOException | RuntimeException e) {
            // Part of it may be on the wire.
            settle(number, new Unknown("the connection broke while sending: " + e.getMessage()));
        }
    }

    private BasicProperties properties(Outgoing message) {
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .messageId(message.messageId())
                .type(message.type())
                .contentType("application/x-protobuf")
                .userId(config.address().user())
                .headers(new HashMap<>(message.headers()))
                .build();
    }

    @Override
    public void up(Connection connection) throws IOException {
        Channel fresh = Channels.open(connection);
        fresh.confirmSelect();
        fresh.addReturnListener(this::returned);
        fresh.addConfirmListener(
                (number, multiple) -> confirmed(number, multiple, true),
                (number, multiple) -> confirmed(number, multiple, false));
        fresh.addShutdownListener(cause -> forget(fresh, String.valueOf(cause.getMessage())));
        synchronized (this) {
            channel = fresh;
        }
        open = true;
    }

    @Override
    public void down(String why) {
        open = false;
        abandon("the broker connection was lost: " + why);
    }

    @Override
    public synchronized boolean probe(Connection connection) {
        return channel != null && channel.isOpen();
    }

    /** Declares everything unknown that has waited too long; true when there was any. */
    boolean expire() {
        var oldest = pending.firstEntry();
        if (oldest == null) {
            return false;
        }
        Duration age = Duration.ofNanos(System.nanoTime() - oldest.getValue().sentNanos());
        if (age.compareTo(config.confirmTimeout()) < 0) {
            return false;
        }
        open = false;
        abandon("no confirm within " + config.confirmTimeout().toMillis() + " ms");
        return true;
    }

    int inFlight() {
        return pending.size();
    }

    private void forget(Channel gone, String why) {
        synchronized (this) {
            if (!gone.equals(channel)) {
                return;
            }
            channel = null;
        }
        down(why);
    }

    private void abandon(String why) {
        for (Long number : pending.keySet()) {
            settle(number, new Unknown(why));
        }
        returned.clear();
    }

    private void returned(Return back) {
        String id = back.getProperties().getMessageId();
        if (id != null
                && pending.values().stream()
                        .anyMatch(entry -> entry.message().messageId().equals(id))) {
            returned.put(id, back.getReplyText() + " (" + back.getReplyCode() + ")");
        }
    }

    private void confirmed(long number, boolean multiple, boolean ack) {
        if (multiple) {
            for (Long each : pending.headMap(number, true).keySet()) {
                answer(each, ack);
            }
        } else {
            answer(number, ack);
        }
    }

    private void answer(long number, boolean ack) {
        Pending entry = pending.get(number);
        if (entry == null) {
            return;
        }
        String back = returned.remove(entry.message().messageId());
        if (back != null) {
            settle(number, new Refused("no queue takes " + entry.message().routingKey() + ": " + back));
        } else if (ack) {
            settle(number, new Confirmed());
        } else {
            settle(
                    number,
                    new Refused("the broker refused it: no queue takes "
                            + entry.message().routingKey() + ", or the queue is full"));
        }
    }

    private void settle(long number, Confirmation confirmation) {
        Pending entry = pending.remove(number);
        if (entry != null) {
            meters.answered(confirmation, Duration.ofNanos(System.nanoTime() - entry.sentNanos()));
            entry.result().complete(confirmation);
        }
    }

    private CompletableFuture<Confirmation> done(Confirmation confirmation) {
        meters.answered(confirmation, Duration.ZERO);
        return CompletableFuture.completedFuture(confirmation);
    }
}
