package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Edit;
import dev.sentinel.responders.targets.kubernetes.Inverses;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.v1.Inverse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An edit of one disk, which is a part of its node. A disk goes by its uuid, for that is how replicas name it; one that has none
 * yet goes by its place, "agent-1/disk-1".
 */
interface OnDisk extends Edit {
    String THING = "longhorn.disk";
    int MOST_NODES = 5000;

    String namespace();

    @Override
    default Optional<Found> find(Order order, Cluster cluster) throws NoAnswer {
        String wanted = order.target().getName();
        List<Found> found = new ArrayList<>();
        cluster.each(
                Kinds.LONGHORN_NODE,
                namespace(),
                Map.of(),
                MOST_NODES,
                node -> Json.at(node, "spec", "disks").properties().forEach(disk -> {
                    String uuid = Json.text(node, "status", "diskStatus", disk.getKey(), "diskUUID");
                    String place = Json.name(node) + "/" + disk.getKey();
                    if (wanted.equals(uuid) || wanted.equals(place)) {
                        ObjectNode target = JsonNodeFactory.instance.objectNode();
                        target.putObject("metadata").put("name", disk.getKey()).put("uid", uuid);
                        found.add(new Found(
                                new Place(Kinds.LONGHORN_NODE, namespace(), Json.name(node), ""), node, target));
                    }
                }));
        return found.stream().findFirst();
    }

    @Override
    default Inverse wayBack(Order order, Found found) {
        return Inverses.of(declaration(), Arguments.none());
    }

    @Override
    default Map<String, String> facts(Found found, Cluster cluster) {
        return NodeFacts.switches(disk(found));
    }

    static JsonNode disk(Found found) {
        return Json.at(found.object(), "spec", "disks", Json.name(found.target()));
    }
}
