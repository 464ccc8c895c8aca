package dev.sentinel.responders.targets.longhorn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.ObjectKind;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.responders.targets.kubernetes.VolumeReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads what belongs to one volume, by the label that Longhorn gives it. */
record VolumeParts(String namespace, Cluster cluster) {
    /** Copies of one volume are a handful; more than this is no volume. */
    private static final int MOST = 500;

    VolumeReading.Parts of(String volume) throws NoAnswer {
        return new VolumeReading.Parts(
                all(Kinds.LONGHORN_REPLICA, volume),
                all(Kinds.LONGHORN_ENGINE, volume),
                cluster.get(Place.of(Kinds.LONGHORN_TICKETS, namespace, volume)));
    }

    private List<JsonNode> all(ObjectKind kind, String volume) throws NoAnswer {
        List<JsonNode> found = new ArrayList<>();
        boolean served =
                cluster.each(kind, namespace, Map.of("labelSelector", "longhornvolume=" + volume), MOST, found::add);
        if (!served) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED, "%s has no %s".formatted(cluster.endpoint(), kind.resource()), null);
        }
        return found;
    }
}
