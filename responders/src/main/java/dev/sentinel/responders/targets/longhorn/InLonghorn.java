package dev.sentinel.responders.targets.longhorn;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Edit;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.ObjectKind;
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
        ObjectKind kind = Kinds.behind(order.target())
                .orElseThrow(() -> new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s is nothing that Longhorn keeps"
                                .formatted(order.target().getKind()),
                        null));
        String said = order.target().getNamespace();
        return Place.of(kind, said.isEmpty() ? namespace : said, order.target().getName());
    }
}
