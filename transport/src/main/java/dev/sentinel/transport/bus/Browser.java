package dev.sentinel.transport.bus;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks into a queue without emptying it: what is fetched and not acked goes back when its channel closes. */
final class Browser implements Link.User {

    private volatile @Nullable Connection connection;

    @Override
    public void up(Connection fresh) {
        connection = fresh;
    }

    @Override
    public void down(String why) {
        connection = null;
    }

    @Override
    public boolean probe(Connection current) {
        return true;
    }

    List<Delivery> read(String queue, int max) {
        return onChannel(channel -> {
            List<Delivery> found = new ArrayList<>();
            GetResponse next = found.size() < max ? channel.basicGet(queue, false) : null;
            while (next != null) {
                found.add(delivery(queue, next));
                next = found.size() < max ? channel.basicGet(queue, false) : null;
            }
            return found;
        });
    }

    /** Takes the first match off the queue when the action on it was confirmed. */
    Optional<Confirmation> take(String queue, Predicate<Delivery> wanted, Function<Delivery, Confirmation> action) {
        return onChannel(channel -> {
            for (GetResponse next = channel.basicGet(queue, false);
                    next != null;
                    next = channel.basicGet(queue, false)) {
                Delivery delivery = delivery(queue, next);
                if (wanted.test(delivery)) {
                    Confirmation confirmation = action.apply(delivery);
                    if (confirmation instanceof Confirmation.Confirmed) {
                        channel.basicAck(next.getEnvelope().getDeliveryTag(), false);
                    }
                    return Optional.of(confirmation);
                }
            }
            return Optional.empty();
        });
    }

    private interface Task<T> {
        T on(Channel channel) throws IOException;
    }

    private <T> T onChannel(Task<T> task) {
        Connection current = connection;
        if (current == null) {
            throw new NotNow("the broker is not connected", new IOException("no connection"));
        }
        try (Channel channel = current.createChannel()) {
            return task.on(channel);
        } catch (IOException | TimeoutException e) {
            throw new NotNow("the broker did not answer: " + e.getMessage(), e);
        }
    }

    private static Delivery delivery(String queue, GetResponse got) {
        return Deliveries.of(queue, got.getEnvelope(), got.getProps(), got.getBody());
    }
}
