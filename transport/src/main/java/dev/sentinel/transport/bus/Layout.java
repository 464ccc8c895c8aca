package dev.sentinel.transport.bus;

import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import java.util.ArrayList;
import java.util.List;

/** The exchanges and queues that must exist before anything is published: a message without a queue would be refused. */
public record Layout(List<String> exchanges, List<Queue> queues) {

    /** A durable queue bound to one exchange; one active consumer at a time keeps its order. */
    public record Queue(String name, String exchange, String bindingKey, boolean singleActiveConsumer) {}

    public Layout {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
    }

    public static Layout sentinel(Partitions partitions) {
        List<Queue> queues = new ArrayList<>();
        for (String label : partitions.labels()) {
            queues.add(new Queue(Routes.correlatorQueue(label), Routes.EVENTS, "evt.#." + label, true));
        }
        queues.add(new Queue(Routes.PARKING, Routes.PARKING, "#", false));
        return new Layout(List.of(Routes.EVENTS, Routes.INCIDENTS, Routes.ACTIONS, Routes.PARKING), queues);
    }
}
