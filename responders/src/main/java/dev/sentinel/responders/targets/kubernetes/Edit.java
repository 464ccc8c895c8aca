package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.v1.Inverse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One act that consists in changing fields of one object: which object, which fields, and what restores them. */
public interface Edit {

    Declaration declaration();

    /** The target and the object that carries the fields, which is mostly the target itself. */
    default Optional<Found> find(Order order, Cluster cluster) throws NoAnswer {
        return Found.at(Place.of(order.target()), cluster);
    }

    /** How the fields should be; never empty. */
    List<Field> fields(Order order, Found found) throws NoAnswer;

    /** What restores the fields as they are now. */
    Inverse wayBack(Order order, Found found);

    /** What the decision rests on, for people and for what a runbook expects. */
    Map<String, String> facts(Found found, Cluster cluster) throws NoAnswer;

    /** Whether what the fields say is so in the world too; most fields are all there is to it. */
    default boolean stands(Found found, Cluster cluster) throws NoAnswer {
        return true;
    }

    /** What forbids the act whatever guards say, because the target would not stand for it or not keep it. */
    default Optional<Outcome.Refused> forbids(Order order, Found found, Cluster cluster) throws NoAnswer {
        return Optional.empty();
    }

    /**
     * What was found.
     *
     * @param object that carries the fields
     * @param target which is mostly the same
     */
    record Found(Place place, JsonNode object, JsonNode target) {
        public static Optional<Found> at(Place place, Cluster cluster) throws NoAnswer {
            return cluster.get(place).map(object -> new Found(place, object, object));
        }

        public String uid() {
            return Json.uid(target);
        }
    }
}
