package dev.sentinel.collectors.reading;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a container of a pod is started with, and what it writes to. */
public final class Containers {
    private Containers() {}

    /** The value of the first argument that begins so: {@code --storage.tsdb.path=}. */
    public static Optional<String> argument(Tree container, String beginning) {
        return container.at("args").items().stream()
                .map(argument -> argument.text(4096))
                .filter(argument -> argument.startsWith(beginning))
                .map(argument -> argument.substring(beginning.length()))
                .findFirst();
    }

    /** The port of one of these names, or the usual one. */
    public static int port(Tree container, Set<String> names, int usual) {
        return container.at("ports").items().stream()
                .filter(port -> names.contains(port.at("name").name()))
                .map(port -> port.at("containerPort").count())
                .filter(port -> port > 0 && port < 65_536)
                .findFirst()
                .orElse(usual);
    }

    /** The claim under the longest mount path that contains this path. */
    public static List<Ref> claims(Resource pod, Tree container, String path) {
        String volume = "";
        int longest = -1;
        for (Tree mount : container.at("volumeMounts").items()) {
            String mountPath = mount.at("mountPath").text(4096);
            boolean holds =
                    path.equals(mountPath) || path.startsWith(mountPath.endsWith("/") ? mountPath : mountPath + "/");
            if (holds && mountPath.length() > longest) {
                longest = mountPath.length();
                volume = mount.at("name").name();
            }
        }
        return claims(pod, Set.of(volume));
    }

    /** All claims that it mounts, where nobody says which of them holds the data. */
    public static List<Ref> claims(Resource pod, Tree container) {
        Set<String> volumes = new HashSet<>();
        container
                .at("volumeMounts")
                .items()
                .forEach(mount -> volumes.add(mount.at("name").name()));
        return claims(pod, volumes);
    }

    /** That a store keeps its data there since the pod was made. */
    public static List<Edge> storedOn(Ref store, List<Ref> claims, Resource pod, Instant now) {
        return claims.stream()
                .map(claim -> Telling.edge(EdgeKind.EDGE_KIND_STORED_ON, store, claim, pod.createdAt(now)))
                .toList();
    }

    private static List<Ref> claims(Resource pod, Set<String> volumes) {
        List<Ref> claims = new ArrayList<>();
        for (Tree each : pod.spec("volumes").items()) {
            String claim = each.at("persistentVolumeClaim", "claimName").name();
            if (volumes.contains(each.at("name").name()) && !claim.isEmpty()) {
                claims.add(Refs.of("kubernetes.persistent_volume_claim", pod.namespace(), claim));
            }
        }
        return claims;
    }
}
