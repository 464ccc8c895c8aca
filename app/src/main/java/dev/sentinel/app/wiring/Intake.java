package dev.sentinel.app.wiring;

import dev.sentinel.app.lifecycle.Readiness;
import dev.sentinel.transport.bus.Bus;
import dev.sentinel.transport.bus.Subscription;
import dev.sentinel.transport.receive.EventReceiver;
import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** Takes events in from the broker, one receiver for each partition's queue. */
public final class Intake {

    private final List<Subscription> subscriptions;
    private final Store store;

    private Intake(List<Subscription> subscriptions, Store store) {
        this.subscriptions = subscriptions;
        this.store = store;
    }

    /** The bus closes the subscriptions. Each partition's journal is said to have grown when it has. */
    public static Intake open(
            Partitions partitions, Bus bus, Supplier<EventReceiver> receivers, Store store, IntConsumer grown) {
        List<Subscription> subscriptions = new ArrayList<>();
        List<String> labels = partitions.labels();
        for (int i = 0; i < labels.size(); i++) {
            int partition = i;
            EventReceiver receiver = receivers.get();
            subscriptions.add(bus.subscribe(Routes.correlatorQueue(labels.get(i)), batch -> {
                var outcomes = receiver.handle(batch);
                grown.accept(partition);
                return outcomes;
            }));
        }
        return new Intake(subscriptions, store);
    }

    public void watch(Pulse pulse, Readiness readiness) {
        pulse.watch(readiness.part("receivers"), this::paused);
        pulse.watch(readiness.part("store"), () -> store.health().problem());
    }

    private Optional<String> paused() {
        return subscriptions.stream()
                .map(Subscription::paused)
                .flatMap(Optional::stream)
                .findFirst();
    }
}
