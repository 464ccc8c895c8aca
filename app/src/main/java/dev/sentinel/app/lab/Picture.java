package dev.sentinel.app.lab;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.lab.world.Devices;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Conditions;
import dev.sentinel.lab.world.longhorn.Names;
import java.util.ArrayList;
import java.util.List;

/** A world in short: its tables, and what is wrong in it, one sentence each. Travels from the lab to who shows it. */
public record Picture(String time, List<Part> parts, List<String> broken) {

    /** No table shows more rows; it says so when there are more. */
    private static final int MOST = 200;

    public Picture {
        parts = List.copyOf(parts);
        broken = List.copyOf(broken);
    }

    /** One table. */
    public record Part(String name, List<String> columns, List<List<String>> rows) {
        public Part {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }

    static Picture of(World world) {
        List<String> broken = new ArrayList<>();
        List<Part> parts =
                List.of(nodes(world, broken), volumes(world, broken), replicas(world, broken), pods(world, broken));
        return new Picture(Tree.time(world.now()), parts, broken);
    }

    String write() {
        try {
            return new ObjectMapper().writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a picture is made of plain values", e);
        }
    }

    public static Picture read(String json) {
        try {
            return new ObjectMapper().readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the lab answered with something else than a picture", e);
        }
    }

    private static Part nodes(World world, List<String> broken) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode node : world.store().all(Kinds.NODE)) {
            String name = name(node);
            boolean ready = Conditions.is(node, "Ready");
            boolean cordoned = Tree.flag(node, "spec", "unschedulable");
            String storage = world.store()
                    .find(Kinds.LH_NODE, Names.NAMESPACE, name)
                    .map(each -> Tree.flag(each, "spec", "allowScheduling") ? "takes replicas" : "takes none")
                    .orElse("none");
            rows.add(List.of(name, ready ? "ready" : "not ready", cordoned ? "cordoned" : "open", storage));
            if (!ready) {
                broken.add("node %s is not ready".formatted(name));
            }
        }
        for (JsonNode manager : world.store().all(Kinds.LH_INSTANCE_MANAGER)) {
            String state = Tree.text(manager, "status", "currentState");
            if (!state.equals("running")) {
                broken.add("the instance manager of %s is %s"
                        .formatted(Tree.text(manager, "spec", "nodeID"), state.isEmpty() ? "unknown" : state));
            }
        }
        return part("nodes", List.of("name", "state", "pods", "storage"), rows);
    }

    private static Part volumes(World world, List<String> broken) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode volume : world.store().all(Kinds.LH_VOLUME)) {
            String name = name(volume);
            String claim = Tree.text(volume, "status", "kubernetesStatus", "namespace") + "/"
                    + Tree.text(volume, "status", "kubernetesStatus", "pvcName");
            String robustness = Tree.text(volume, "status", "robustness");
            VolumeIo io = world.devices().io(name);
            rows.add(List.of(
                    name,
                    claim.equals("/") ? "" : claim,
                    Tree.text(volume, "status", "state"),
                    robustness,
                    Tree.text(volume, "status", "currentNodeID"),
                    io(io)));
            // Nobody knows how well a volume is that nothing uses, and that is no fault.
            if (List.of("degraded", "faulted").contains(robustness)) {
                broken.add("volume %s is %s".formatted(name, robustness));
            }
        }
        for (Devices.Device device : world.devices().all()) {
            if (device.io() == VolumeIo.EIO || device.io() == VolumeIo.READ_ONLY) {
                broken.add("programs on volume %s get %s".formatted(device.volume(), io(device.io())));
            }
        }
        return part("volumes", List.of("name", "claim", "state", "robustness", "node", "io"), rows);
    }

    private static Part replicas(World world, List<String> broken) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode replica : world.store().all(Kinds.LH_REPLICA)) {
            String failed = Tree.text(replica, "spec", "failedAt");
            rows.add(List.of(
                    name(replica),
                    Tree.text(replica, "spec", "nodeID"),
                    Tree.text(replica, "status", "currentState"),
                    failed));
            if (!failed.isEmpty()) {
                broken.add("replica %s failed at %s".formatted(name(replica), failed));
            }
        }
        return part("replicas", List.of("name", "node", "state", "failed"), rows);
    }

    private static Part pods(World world, List<String> broken) {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode pod : world.store().all(Kinds.POD)) {
            // Longhorn's own are many and say little; their trouble shows in what they carry.
            if (Tree.text(pod, "metadata", "namespace").equals(Names.NAMESPACE)) {
                continue;
            }
            String place = Tree.text(pod, "metadata", "namespace") + "/" + name(pod);
            String phase = Tree.text(pod, "status", "phase");
            boolean ready = Conditions.is(pod, "Ready");
            long restarts = Tree.items(pod, "status", "containerStatuses")
                    .mapToLong(each -> Tree.number(each, 0, "restartCount"))
                    .sum();
            rows.add(List.of(
                    place,
                    phase,
                    ready ? "ready" : "not ready",
                    Long.toString(restarts),
                    Tree.text(pod, "spec", "nodeName")));
            if (!ready) {
                broken.add("pod %s is not ready (%s)".formatted(place, phase));
            }
        }
        return part("pods", List.of("name", "phase", "state", "restarts", "node"), rows);
    }

    private static Part part(String name, List<String> columns, List<List<String>> rows) {
        if (rows.size() <= MOST) {
            return new Part(name, columns, rows);
        }
        return new Part("%s (the first %d of %d)".formatted(name, MOST, rows.size()), columns, rows.subList(0, MOST));
    }

    private static String io(VolumeIo io) {
        return switch (io) {
            case FINE -> "fine";
            case EIO -> "I/O errors";
            case READ_ONLY -> "a read-only file system";
            case ABSENT -> "no device";
        };
    }

    private static String name(JsonNode object) {
        return Tree.text(object, "metadata", "name");
    }
}
