package dev.sentinel.responders.targets.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.kubernetes.Cluster;
import dev.sentinel.responders.targets.kubernetes.Json;
import dev.sentinel.responders.targets.kubernetes.Kinds;
import dev.sentinel.responders.targets.kubernetes.ObjectKind;
import dev.sentinel.responders.targets.kubernetes.Place;
import dev.sentinel.v1.Ref;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/** Which objects tell about a thing: itself, what it stands on and who stands on it. At most so many. */
final class Round {
    private static final int MOST = 60;

    private final Cluster cluster;
    private final String longhorn;
    private final SequencedSet<Place> places = new LinkedHashSet<>();
    private final List<String> missing = new ArrayList<>();

    Round(Cluster cluster, String longhorn) {
        this.cluster = cluster;
        this.longhorn = longhorn;
    }

    /** In order of nearness. */
    List<Place> about(Ref thing) {
        attempt(thing.getName(), () -> start(thing));
        return List.copyOf(places);
    }

    /** What could not be found out, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void start(Ref thing) throws NoAnswer {
        switch (thing.getKind()) {
            case "kubernetes.node", "longhorn.node", "host.machine" -> node(thing.getName());
            case "longhorn.volume" -> volume(thing.getName());
            case "longhorn.replica" -> partOfVolume(Kinds.LONGHORN_REPLICA, thing.getName());
            case "longhorn.engine" -> partOfVolume(Kinds.LONGHORN_ENGINE, thing.getName());
            case "longhorn.instance_manager" -> {
                add(Kinds.LONGHORN_MANAGER, longhorn, thing.getName());
                add(Kinds.POD, longhorn, thing.getName());
            }
            case "kubernetes.pod", "prometheus.server", "loki.server", "victoria.server" ->
                pod(thing.getNamespace(), thing.getName());
            case "kubernetes.persistent_volume_claim" -> claim(thing.getNamespace(), thing.getName());
            default -> {
                Place place = Place.of(thing);
                places.add(place);
                if (place.kind().equals(Kinds.STATEFUL_SET) || place.kind().equals(Kinds.DEPLOYMENT)) {
                    podsOf(place);
                }
            }
        }
    }

    private void node(String name) throws NoAnswer {
        add(Kinds.NODE, "", name);
        add(Kinds.LONGHORN_NODE, longhorn, name);
        each(Kinds.LONGHORN_MANAGER, "nodeID", name).forEach(manager -> {
            attempt(manager, () -> add(Kinds.LONGHORN_MANAGER, longhorn, manager));
            attempt(manager, () -> add(Kinds.POD, longhorn, manager));
        });
        each(Kinds.LONGHORN_REPLICA, "nodeID", name)
                .forEach(replica -> attempt(replica, () -> add(Kinds.LONGHORN_REPLICA, longhorn, replica)));
    }

    private void volume(String name) throws NoAnswer {
        add(Kinds.LONGHORN_VOLUME, longhorn, name);
        add(Kinds.LONGHORN_TICKETS, longhorn, name);
        each(Kinds.LONGHORN_ENGINE, "volumeName", name)
                .forEach(engine -> attempt(engine, () -> add(Kinds.LONGHORN_ENGINE, longhorn, engine)));
        each(Kinds.LONGHORN_REPLICA, "volumeName", name)
                .forEach(replica -> attempt(replica, () -> add(Kinds.LONGHORN_REPLICA, longhorn, replica)));
        JsonNode used = cluster.get(Place.of(Kinds.LONGHORN_VOLUME, longhorn, name))
                .map(each -> each.path("status").path("kubernetesStatus"))
                .orElse(JsonNodeFactory.instance.objectNode());
        String namespace = Json.text(used, "namespace");
        if (!namespace.isEmpty()) {
            add(Kinds.CLAIM, namespace, Json.text(used, "pvcName"));
            add(Kinds.PERSISTENT_VOLUME, "", Json.text(used, "pvName"));
            Json.items(used, "workloadsStatus")
                    .map(each -> Json.text(each, "podName"))
                    .forEach(pod -> attempt(pod, () -> add(Kinds.POD, namespace, pod)));
        }
    }

    private void partOfVolume(ObjectKind kind, String name) throws NoAnswer {
        Place place = Place.of(kind, longhorn, name);
        places.add(place);
        String volume = cluster.get(place)
                .map(each -> Json.text(each, "spec", "volumeName"))
                .orElse("");
        if (!volume.isEmpty()) {
            volume(volume);
        }
    }

    private void pod(String namespace, String name) throws NoAnswer {
        Place place = Place.of(Kinds.POD, namespace, name);
        places.add(place);
        for (JsonNode each : cluster.get(place)
                .map(pod -> Json.items(pod, "spec", "volumes").toList())
                .orElse(List.of())) {
            String claim = Json.text(each, "persistentVolumeClaim", "claimName");
            if (!claim.isEmpty()) {
                claim(namespace, claim);
            }
        }
    }

    private void claim(String namespace, String name) throws NoAnswer {
        Place place = Place.of(Kinds.CLAIM, namespace, name);
        places.add(place);
        String volume = cluster.get(place)
                .map(each -> Json.text(each, "spec", "volumeName"))
                .orElse("");
        if (volume.isEmpty()) {
            return;
        }
        Optional<JsonNode> persistent = cluster.get(Place.of(Kinds.PERSISTENT_VOLUME, "", volume));
        String handle = persistent
                .filter(each -> Json.text(each, "spec", "csi", "driver").equals("driver.longhorn.io"))
                .map(each -> Json.text(each, "spec", "csi", "volumeHandle"))
                .orElse("");
        if (!handle.isEmpty()) {
            volume(handle);
        }
    }

    private void podsOf(Place workload) throws NoAnswer {
        JsonNode labels = cluster.get(workload)
                .map(each -> Json.at(each, "spec", "selector", "matchLabels"))
                .orElse(JsonNodeFactory.instance.objectNode());
        String selector = labels.properties().stream()
                .map(each -> each.getKey() + "=" + each.getValue().asText())
                .collect(Collectors.joining(","));
        if (selector.isEmpty()) {
            return;
        }
        List<String> pods = new ArrayList<>();
        cluster.each(
                Kinds.POD,
                workload.namespace(),
                Map.of("labelSelector", selector),
                MOST,
                each -> pods.add(Json.name(each)));
        for (String pod : pods) {
            pod(workload.namespace(), pod);
        }
    }

    /** The names of objects of Longhorn that say something in their specification. */
    private List<String> each(ObjectKind kind, String field, String value) {
        List<String> names = new ArrayList<>();
        attempt(
                kind.resource(),
                () -> cluster.each(kind, longhorn, Map.of(), 20_000, each -> {
                    if (Json.text(each, "spec", field).equals(value)) {
                        names.add(Json.name(each));
                    }
                }));
        return names;
    }

    private void add(ObjectKind kind, String namespace, String name) throws NoAnswer {
        if (places.size() < MOST) {
            places.add(Place.of(kind, namespace, name));
        }
    }

    /** A step that may fail without the others. */
    private interface Step {
        void take() throws NoAnswer;
    }

    private void attempt(String what, Step step) {
        try {
            step.take();
        } catch (NoAnswer e) {
            missing.add(what + ": " + e.getMessage());
        }
    }
}
