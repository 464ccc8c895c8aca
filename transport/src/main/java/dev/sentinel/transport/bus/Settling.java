package dev.sentinel.transport.bus;

import dev.sentinel.transport.bus.Subscription.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a batch to the handler and does what it says with each message, keeping their order. */
final class Settling {

    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final Handler handler;
    private final RetryPolicy retry;
    private final Parking parking;
    private final BusMeters meters;
    private final Bell wake = new Bell();
    private volatile boolean stopping;
    private volatile @Nullable String paused;

    Settling(Handler handler, RetryPolicy retry, Parking parking, BusMeters meters) {
        this.handler = handler;
        this.retry = retry;
        this.parking = parking;
        this.meters = meters;
    }

    Optional<String> paused() {
        return Optional.ofNullable(paused);
    }

    void stop() {
        stopping = true;
        wake.ring();
    }

    void settle(List<Held> batch) {
        Map<Long, Integer> tries = new HashMap<>();
        List<Held> open = batch;
        while (!open.isEmpty() && !stopping && !open.getFirst().stale()) {
            List<Outcome> outcomes = ask(open);
            List<Held> again = new ArrayList<>();
            int tried = 0;
            for (int i = 0; i < outcomes.size(); i++) {
                Held held = open.get(i);
                switch (outcomes.get(i)) {
                    case Outcome.Accept accept -> held.ack();
                    case Outcome.Park park -> park(held, park.why(), tries.getOrDefault(held.tag(), 0) + 1);
                    case Outcome.Retry later -> {
                        int attempts = tries.merge(held.tag(), 1, Integer::sum);
                        tried = Math.max(tried, attempts);
                        again.addAll(retry(held, later, attempts));
                    }
                }
            }
            again.addAll(open.subList(outcomes.size(), open.size()));
            open = again;
            if (tried > 0) {
                meters.retried();
                wake.await(retry.backoff().before(tried));
            }
        }
    }

    private List<Held> retry(Held held, Outcome.Retry later, int attempts) {
        if (attempts < retry.attempts()) {
            return List.of(held);
        }
        park(held, "gave up after " + attempts + " attempts: " + later.why(), attempts);
        return List.of();
    }

    private List<Outcome> ask(List<Held> batch) {
        List<Delivery> deliveries = batch.stream().map(Held::delivery).toList();
        for (int waits = 1; !stopping; waits++) {
            try {
                List<Outcome> outcomes = handler.handle(deliveries);
                if (outcomes.isEmpty() || outcomes.size() > batch.size()) {
                    throw new IllegalStateException(
                            "handler answered " + outcomes.size() + " of " + batch.size() + " messages");
                }
                paused = null;
                return outcomes;
            } catch (NotNow e) {
                hold(String.valueOf(e.getMessage()), deliveries.getFirst().queue(), waits);
            } catch (RuntimeException e) {
                // The handler broke on something in the batch: find out which message it was, one by one.
                paused = null;
                return batch.size() > 1 ? oneByOne(batch) : List.of(broken(deliveries.getFirst(), e));
            }
        }
        return List.of();
    }

    private List<Outcome> oneByOne(List<Held> batch) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Held held : batch) {
            outcomes.addAll(ask(List.of(held)));
        }
        return outcomes;
    }

    private static Outcome broken(Delivery delivery, RuntimeException e) {
        LOG.atError()
                .addKeyValue("queue", delivery.queue())
                .addKeyValue("message", delivery.messageId())
                .setCause(e)
                .log("a message broke its handler");
        return new Outcome.Retry(e.getClass().getSimpleName() + ": " + e.getMessage());
    }

    private void hold(String why, String queue, int waits) {
        paused = why;
        Duration wait = retry.backoff().before(waits);
        LOG.atWarn()
                .addKeyValue("queue", queue)
                .addKeyValue("why", why)
                .addKeyValue("wait_ms", wait.toMillis())
                .log("nothing can be handled now");
        wake.await(wait);
    }

    /** Parked first, then taken off the queue: a crash between the two leaves two copies, never none. */
    private void park(Held held, String why, int attempts) {
        for (int tries = 1; !stopping && !held.stale(); tries++) {
            if (parking.park(held.delivery(), why, attempts)) {
                meters.parked();
                held.ack();
                return;
            }
            wake.await(retry.backoff().before(tries));
        }
    }
}
