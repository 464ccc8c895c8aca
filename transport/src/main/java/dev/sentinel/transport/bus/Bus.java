package dev.sentinel.transport.bus;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The way to the broker. Opens at once and connects in the background; separate connections for publishing and
 * consuming, because an alarm of the broker stops whole connections.
 */
public final class Bus implements AutoCloseable {

    private static final Duration SWEEP = Duration.ofMillis(100);

    private final BusConfig config;
    private final BusMeters meters;
    private final Publisher publisher;
    private final Link publishing;
    private final Link consuming;
    private final Parking parking;
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService sweeper;

    private Bus(BusConfig config, MeterRegistry registry, Clock clock) {
        this.config = config;
        this.meters = new BusMeters(registry);
        this.publisher = new Publisher(config, meters);
        this.publishing = new Link("publish", config);
        this.consuming = new Link("consume", config);
        Browser browser = new Browser();
        this.parking = new Parking(publisher, browser, config, clock);
        this.publishing.add(publisher);
        this.consuming.add(browser);
        this.sweeper = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("bus-confirms").factory());
        Gauge.builder("sentinel.broker.blocked", this, bus -> bus.publishing() instanceof LinkState.Blocked ? 1 : 0)
                .description("1 while the broker takes no messages")
                .register(registry);
        Gauge.builder("sentinel.broker.connected", this, bus -> bus.publishing() instanceof LinkState.Down ? 0 : 1)
                .description("1 while the publishing connection is up")
                .register(registry);
    }

    public static Bus open(BusConfig config, MeterRegistry registry, Clock clock) {
        Bus bus = new Bus(config, registry, clock);
        bus.start();
        return bus;
    }

    private void start() {
        publishing.start();
        consuming.start();
        var unused =
                sweeper.scheduleWithFixedDelay(this::sweep, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A broker that answers nothing keeps its connection open for minutes; we do not wait for that. */
    private void sweep() {
        if (publisher.expire()) {
            publishing.sever("no confirm within " + config.confirmTimeout().toMillis() + " ms");
        }
    }

    public CompletableFuture<Confirmation> publish(Outgoing message) {
        return publisher.publish(message);
    }

    public Subscription subscribe(String queue, Handler handler) {
        Settling settling = new Settling(handler, config.retry(), parking, meters);
        Subscription subscription = new Subscription(queue, config, consuming, settling);
        subscriptions.add(subscription);
        subscription.start();
        return subscription;
    }

    /** Shows copies of what passes an exchange, from a queue of its own that ends with the connection. */
    public Tail tail(String exchange, String bindingKey, Tail.Viewer viewer) {
        return new Tail(exchange, bindingKey, viewer, consuming);
    }

    public Parking parking() {
        return parking;
    }

    public LinkState publishing() {
        return publishing.state();
    }

    public LinkState consuming() {
        return consuming.state();
    }

    /** Unconfirmed messages at this moment. */
    public int inFlight() {
        return publisher.inFlight();
    }

    /** Takes nothing more, lets confirms arrive, then leaves. */
    @Override
    public void close() {
        // All are told before one is waited for: they end side by side.
        subscriptions.forEach(Subscription::takeNoMore);
        subscriptions.forEach(Subscription::close);
        long deadline = System.nanoTime() + config.confirmTimeout().toNanos();
        Bell pause = new Bell();
        while (publisher.inFlight() > 0 && System.nanoTime() < deadline) {
            pause.await(SWEEP);
        }
        sweeper.shutdownNow();
        consuming.close();
        publishing.close();
        publisher.down("closed");
    }
}
