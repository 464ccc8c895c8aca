package dev.sentinel.collectors.machine;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a machine is known.
 *
 * @param root where its files begin: "/", or "/host" in a container that has them mounted there
 * @param node its name in Kubernetes; empty outside
 * @param instance what it is called outside Kubernetes: as this instance of the program calls itself
 * @param kubelet the folder of the kubelet; default /var/lib/kubelet
 * @param longhornNamespace where Longhorn's objects are; default longhorn-system
 * @param fresh how long what was found is used before it is looked up again; default 2 s
 */
public record MachineSettings(
        Path root, String node, String instance, String kubelet, String longhornNamespace, Duration fresh) {
    public MachineSettings {
        if (!kubelet.startsWith("/") || kubelet.contains("..")) {
            throw new IllegalArgumentException(
                    "the kubelet's folder \"%s\" is not an absolute path".formatted(kubelet));
        }
    }

    /** The usual folders. */
    public static MachineSettings usual(Path root, String node, String instance) {
        return new MachineSettings(root, node, instance, "/var/lib/kubelet", "longhorn-system", Duration.ofSeconds(2));
    }
}
