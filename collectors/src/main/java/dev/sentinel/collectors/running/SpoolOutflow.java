package dev.sentinel.collectors.running;

import dev.sentinel.transport.courier.Courier;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.spool.Spooled;
import dev.sentinel.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Puts events into the spool, from where the courier carries them out. Safe for all threads. */
public final class SpoolOutflow implements Outflow {
    private static final int AT_ONCE = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Spool spool;
    private final Courier courier;

    public SpoolOutflow(Spool spool, Courier courier) {
        this.spool = spool;
        this.courier = courier;
    }

    @Override
    public void tell(List<Event> events) throws NotKept, InterruptedException {
        for (int from = 0; from < events.size(); from += AT_ONCE) {
            List<CompletableFuture<Spooled>> offered = new ArrayList<>();
            for (Event event : events.subList(from, Math.min(events.size(), from + AT_ONCE))) {
                offered.add(spool.offer(event));
            }
            courier.nudge();
            for (CompletableFuture<Spooled> each : offered) {
                confirm(each);
            }
        }
    }

    private static void confirm(CompletableFuture<Spooled> offered) throws NotKept, InterruptedException {
        try {
            switch (offered.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                case Spooled.Kept kept -> {
                    // durable
                }
                case Spooled.Refused refused -> throw new NotKept("the spool refused an event: " + refused.why());
            }
        } catch (ExecutionException e) {
            throw new NotKept("the spool failed: " + e.getCause());
        } catch (TimeoutException e) {
            throw new NotKept("the spool did not answer within " + PATIENCE.toSeconds() + " s");
        }
    }

    @Override
    public Backlog backlog() {
        var stats = spool.stats();
        return new Backlog(stats.records(), stats.oldestAge().orElse(Duration.ZERO));
    }
}
