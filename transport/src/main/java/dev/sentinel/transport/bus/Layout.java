package dev.sentinel.transport.bus;

import dev.sentinel.transport.routing.Partitions;
import dev.sentinel.transport.routing.Routes;
import java.util.ArrayList;
import java.util.List;

/** The exchanges and queues that must exist before anything is published: a message without a queue would be refused. */
public record Layout(List<String> exchanges, List<Queue> queues) {

    /** A durable queue bound to one exchange by any of these keys; one active consumer at a time keeps its order. */
    public record Queue(String name, String exchange, List<String> bindingKeys, boolean singleActiveConsumer) {
        public Queue {
            bindingKeys = List.copyOf(bindingKeys);
        }
    }

    public Layout {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
    }

    public static Layout sentinel(Partitions partitions) {
        List<Queue> queues = new ArrayList<>();
        for (String label : partitions.labels()) {
            queues.add(new Queue(Routes.correlatorQueue(label), Routes.EVENTS, List.of("evt.#." + label), true));
        }
        queues.add(new Queue(Routes.PARKING, Routes.PARKING, List.of("#"), false));
        return new Layout(List.of(Routes.EVENTS, Routes.INCIDENTS, Routes.ACTIONS, Routes.PARKING), queues);
    }

    /** With the queues of responders; where there are none, nothing may pile up for them. */
    public Layout withResponders() {
        List<Queue> more = new ArrayList<>(queues);
        more.add(new Queue(Routes.RESPONDER_INCIDENTS, Routes.INCIDENTS, List.of("inc.#"), true));
        List<String> kinds = Routes.RESPONDER_KINDS.stream()
                .map(kind -> "evt.*." + kind + ".*")
                .toList();
        more.add(new Queue(Routes.RESPONDER_EVENTS, Routes.EVENTS, kinds, true));
        return new Layout(exchanges, more);
    }
}
