package dev.sentinel.collectors.prometheus;

import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds servers in pods: by the operator's label, the recommended name, or the container's arguments (telemetry page, section 2). */
public final class Discovery {
    /** The scope of the edges from a server to what it stands on. */
    public static final String SCOPE = "prometheus.server";

    private static final String PATH_ARGUMENT = "--storage.tsdb.path=";
    private static final int DEFAULT_PORT = 9090;

    private Discovery() {}

    /**
     * A server found in a pod.
     *
     * @param address where its HTTP answers, without a scheme
     * @param edges what it is stored on
     */
    public record Found(Server server, String address, List<Edge> edges) {}

    /** The server in this pod, when there is one that has an address. */
    public static Optional<Found> in(Resource pod, Instant now) {
        String ip = pod.status("podIP").name();
        return container(pod).filter(any -> !ip.isEmpty()).map(container -> {
            Ref ref = Refs.of("prometheus.server", pod.namespace(), pod.name());
            List<Ref> claims = claims(pod, container);
            List<Ref> related = new ArrayList<>();
            related.add(pod.ref("kubernetes.pod"));
            pod.controller().ifPresent(related::add);
            related.addAll(claims);
            List<Edge> edges = claims.stream()
                    .map(claim -> Telling.edge(EdgeKind.EDGE_KIND_STORED_ON, ref, claim, pod.createdAt(now)))
                    .toList();
            Server server = new Server(ref, related, budget(container), Optional.empty());
            return new Found(server, ip + ":" + port(container), edges);
        });
    }

    private static Optional<Tree> container(Resource pod) {
        boolean marked = !pod.label("operator.prometheus.io/name").isEmpty()
                || pod.label("app.kubernetes.io/name").equals("prometheus");
        return pod.spec("containers").items().stream()
                .filter(each -> storagePath(each).isPresent()
                        || (marked && each.at("name").name().startsWith("prometheus")))
                .findFirst();
    }

    private static Optional<String> storagePath(Tree container) {
        return container.at("args").items().stream()
                .map(argument -> argument.text(4096))
                .filter(argument -> argument.startsWith(PATH_ARGUMENT))
                .map(argument -> argument.substring(PATH_ARGUMENT.length()))
                .findFirst();
    }

    /** The claim under the longest mount path that contains the storage path. */
    private static List<Ref> claims(Resource pod, Tree container) {
        String path = storagePath(container).orElse("/prometheus");
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
        List<Ref> claims = new ArrayList<>();
        for (Tree each : pod.spec("volumes").items()) {
            String claim = each.at("persistentVolumeClaim", "claimName").name();
            if (each.at("name").name().equals(volume) && !claim.isEmpty()) {
                claims.add(Refs.of("kubernetes.persistent_volume_claim", pod.namespace(), claim));
            }
        }
        return claims;
    }

    private static Optional<Duration> budget(Tree container) {
        Tree probe = container.at("startupProbe");
        if (!probe.present()) {
            return Optional.empty();
        }
        long period =
                probe.at("periodSeconds").present() ? probe.at("periodSeconds").count() : 10;
        long failures = probe.at("failureThreshold").present()
                ? probe.at("failureThreshold").count()
                : 3;
        long delay = probe.at("initialDelaySeconds").count();
        return Optional.of(Duration.ofSeconds(delay + period * failures));
    }

    private static int port(Tree container) {
        return container.at("ports").items().stream()
                .filter(port -> List.of("web", "http-web", "http")
                        .contains(port.at("name").name()))
                .map(port -> port.at("containerPort").count())
                .filter(port -> port > 0 && port < 65_536)
                .findFirst()
                .orElse(DEFAULT_PORT);
    }
}
