package dev.sentinel.collectors.machine;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Ref;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the kubelet's folders say of the volume that is mounted somewhere below them. */
final class KubeletVolumes {
    private static final String LONGHORN = "driver.longhorn.io";
    private static final String PODS_KIND = "kubernetes.pod";
    private static final int LARGEST = 64 * 1024;
    private static final int MOST_PODS = 4096;

    private final HostRoot root;
    private final MachineSettings settings;
    private final ObjectMapper mapper = new ObjectMapper();

    KubeletVolumes(MachineSettings settings) {
        this.root = new HostRoot(settings.root());
        this.settings = settings;
    }

    /** Volume, persistent volume and pod of a mount point, the nearest first; empty when it is not the kubelet's. */
    List<Ref> at(String mountPoint) {
        String pods = settings.kubelet() + "/pods/";
        String staged = settings.kubelet() + "/plugins/kubernetes.io/csi/";
        if (mountPoint.startsWith(pods)) {
            return ofPod(mountPoint.substring(pods.length()).split("/", -1), mountPoint);
        }
        if (mountPoint.startsWith(staged) && mountPoint.endsWith("/globalmount")) {
            String folder = mountPoint.substring(0, mountPoint.length() - "/globalmount".length());
            List<Ref> refs = new ArrayList<>(described(folder));
            String last = folder.substring(folder.lastIndexOf('/') + 1);
            // Up to Kubernetes 1.23 the folder bore the name of the persistent volume.
            if (folder.startsWith(staged + "pv/") && Names.isObject(last)) {
                add(refs, Refs.of("kubernetes.persistent_volume", last));
            }
            return refs;
        }
        return List.of();
    }

    /** {@code <uid>/volumes/kubernetes.io~csi/<persistent volume>/mount}. */
    private List<Ref> ofPod(String[] steps, String mountPoint) {
        if (steps.length < 4 || !Names.isUid(steps[0]) || !steps[1].equals("volumes")) {
            return List.of();
        }
        List<Ref> refs = new ArrayList<>();
        if (steps[2].equals("kubernetes.io~csi") && Names.isObject(steps[3])) {
            int end = mountPoint.lastIndexOf('/');
            refs.addAll(described(mountPoint.substring(0, end)));
            add(refs, Refs.of("kubernetes.persistent_volume", steps[3]));
        }
        pod(steps[0]).ifPresent(refs::add);
        return refs;
    }

    /** What the driver was told, as the kubelet wrote it down beside the mount point. */
    private List<Ref> described(String folder) {
        Path file = root.at(folder + "/vol_data.json");
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return List.of();
            }
            Tree data = new Tree(mapper.readTree(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
            String handle = data.at("volumeHandle").name();
            String name = data.at("specVolID").name();
            List<Ref> refs = new ArrayList<>();
            if (data.at("driverName").name().equals(LONGHORN) && Names.isObject(handle)) {
                refs.add(longhorn(handle));
            }
            if (Names.isObject(name)) {
                add(refs, Refs.of("kubernetes.persistent_volume", name));
            }
            return refs;
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    Ref longhorn(String volume) {
        return Refs.of("longhorn.volume", settings.longhornNamespace(), volume);
    }

    /** The kubelet names the folders of logs by namespace, name and uid. */
    Optional<Ref> pod(String uid) {
        if (!Names.isUid(uid)) {
            return Optional.empty();
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(root.at("/var/log/pods"), "*_*_" + uid)) {
            int looked = 0;
            for (Path each : folders) {
                String[] parts = each.getFileName().toString().split("_", -1);
                if (parts.length == 3 && Names.isObject(parts[0]) && Names.isObject(parts[1])) {
                    return Optional.of(Refs.of(PODS_KIND, parts[0], parts[1], uid));
                }
                if (++looked > MOST_PODS) {
                    break;
                }
            }
        } catch (IOException absent) {
            // No logs, or not for us.
        }
        return Optional.empty();
    }

    private static void add(List<Ref> refs, Ref ref) {
        if (!refs.contains(ref)) {
            refs.add(ref);
        }
    }
}
