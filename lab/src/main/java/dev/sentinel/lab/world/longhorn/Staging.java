package dev.sentinel.lab.world.longhorn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.Devices;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeIo;
import dev.sentinel.lab.world.World;
import dev.sentinel.lab.world.kubernetes.Claims;
import dev.sentinel.lab.world.kubernetes.Mounting;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The CSI node plugin: stages a volume for its first pod on a node, again and again with more patience each time, and makes
 * a file system on what looks blank, which is right once in a volume's life (7).
 */
public final class Staging implements Mounting {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(122);

    private record Attempt(Instant next, Duration patience) {}

    private final Map<String, Set<String>> staged = new TreeMap<>();
    private final Map<String, Attempt> attempts = new TreeMap<>();

    @Override
    public boolean mounted(World world, ObjectNode pod) {
        return Claims.of(pod).count() == Claims.volumes(world, pod).count()
                && Claims.volumes(world, pod)
                        .map(each -> mounted(world, pod, each))
                        .reduce(true, Boolean::logicalAnd);
    }

    private boolean mounted(World world, ObjectNode pod, ObjectNode persistent) {
        String node = Tree.text(pod, "spec", "nodeName");
        String volume = Claims.handle(persistent).orElse("");
        String place = volume + "@" + node;
        String uid = Tree.text(pod, "metadata", "uid");
        if (staged.containsKey(place)) {
            staged.get(place).add(uid);
            return true;
        }
        boolean due =
                !attempts.containsKey(place) || !attempts.get(place).next().isAfter(world.now());
        if (!due || !attached(world, Names.name(persistent), node)) {
            return false;
        }
        if (stage(world, pod, volume, node)) {
            attempts.remove(place);
            staged.computeIfAbsent(place, any -> new TreeSet<>()).add(uid);
            return true;
        }
        Duration wait =
                attempts.containsKey(place) ? attempts.get(place).patience().multipliedBy(2) : FIRST_WAIT;
        Duration capped = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
        attempts.put(place, new Attempt(world.now().plus(capped), capped));
        return false;
    }

    private static boolean attached(World world, String persistent, String node) {
        return world.store().all(Kinds.VOLUME_ATTACHMENT).stream()
                .anyMatch(each -> Tree.text(each, "spec", "source", "persistentVolumeName")
                                .equals(persistent)
                        && Tree.text(each, "spec", "nodeName").equals(node)
                        && Tree.flag(each, "status", "attached")
                        && !Names.ending(each));
    }

    private static boolean stage(World world, ObjectNode pod, String volume, String node) {
        ObjectNode found = world.store().get(Names.volume(volume));
        boolean here = Tree.text(found, "status", "state").equals("attached")
                && Tree.text(found, "status", "currentNodeID").equals(node);
        if (!here) {
            fails(
                    world,
                    pod,
                    volume,
                    "rpc error: code = InvalidArgument desc = volume %s hasn't been attached yet".formatted(volume));
            return false;
        }
        Devices.Device device = world.devices().find(volume).orElseThrow();
        String path = "/dev/longhorn/" + volume;
        if (device.seemsBlank()) {
            new Sayings(world)
                    .csi(
                            node,
                            "Disk \"%s\" appears to be unformatted, attempting to format as type: \"ext4\" with options: [-F -m0 %s]"
                                    .formatted(path, path));
            if (device.io() == VolumeIo.EIO) {
                fails(
                        world,
                        pod,
                        volume,
                        "rpc error: code = Internal desc = format of disk \"%s\" failed: type:(\"ext4\") errcode:(exit status 1) output:(mkfs.ext4: Input/output error while writing out and closing file system)"
                                .formatted(path));
                return false;
            }
            world.devices().format(volume);
            new Sayings(world)
                    .csi(
                            node,
                            "Disk successfully formatted (mkfs): ext4 - %s /var/lib/kubelet/plugins/kubernetes.io/csi/%s/globalmount"
                                    .formatted(path, Claims.DRIVER));
        } else if (device.io() == VolumeIo.EIO) {
            fails(
                    world,
                    pod,
                    volume,
                    "rpc error: code = Internal desc = 'fsck' found errors on device %s but could not correct them: Input/output error"
                            .formatted(path));
            return false;
        }
        world.devices().becomes(volume, VolumeIo.FINE);
        return true;
    }

    private static void fails(World world, ObjectNode pod, String volume, String why) {
        world.events()
                .warning(
                        Key.of(Kinds.POD, pod),
                        "kubelet",
                        "FailedMount",
                        "MountVolume.MountDevice failed for volume \"%s\" : %s".formatted(volume, why));
    }

    @Override
    public void unmount(World world, ObjectNode pod) {
        String node = Tree.text(pod, "spec", "nodeName");
        String uid = Tree.text(pod, "metadata", "uid");
        staged.entrySet().removeIf(entry -> {
            boolean last = entry.getKey().endsWith("@" + node)
                    && entry.getValue().remove(uid)
                    && entry.getValue().isEmpty();
            String volume = entry.getKey().substring(0, entry.getKey().lastIndexOf('@'));
            if (last && world.devices().find(volume).isPresent()) {
                world.devices().becomes(volume, VolumeIo.ABSENT);
            }
            return last;
        });
    }
}
