package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Edit;
import dev.sentinel.responders.targets.kubernetes.Place;
import java.util.Optional;

/** An edit of one of Longhorn's resources, which are all in one namespace, so that people need not say it. */
interface InLonghorn extends Edit {

    String namespace();

    @Override
    default Optional<Found> find(Order order, Cluster cluster) throws NoAnswer {
        return Found.at(place(order, namespace()), cluster);
    }

    static Place place(Order order, String namespace) throws NoAnswer {
        return Place.of(
                order.target().getNamespace().isEmpty()
                        ? order.target().toBuilder().setNamespace(namespace).build()
                        : order.target());
    }
}
