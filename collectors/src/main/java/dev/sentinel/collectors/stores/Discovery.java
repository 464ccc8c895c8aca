package dev.sentinel.collectors.stores;

import dev.sentinel.collectors.reading.Containers;
import dev.sentinel.collectors.reading.MarkedService;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds stores in pods and marked services, and says what they keep their data on. */
public final class Discovery {
    /** The scope of the edges from a store to what it stands on. */
    public static final String SCOPE = "stores.server";

    private static final Set<String> PORTS = Set.of("http", "http-metrics", "web", "http-web", "grafana");

    private Discovery() {}

    /**
     * A store that was found.
     *
     * @param address where its HTTP answers, without a scheme
     * @param edges what it is stored on
     */
    public record Found(StoreKind kind, Store store, String address, List<Edge> edges) {
        public Found {
            edges = List.copyOf(edges);
        }
    }

    /** The store in this pod, when there is one that has an address. */
    public static Optional<Found> in(Resource pod, Instant now) {
        String ip = pod.status("podIP").name();
        if (ip.isEmpty()) {
            return Optional.empty();
        }
        return pod.spec("containers").items().stream()
                .flatMap(container -> kind(container).stream().map(kind -> found(pod, container, kind, ip, now)))
                .findFirst();
    }

    /** The store behind a service that somebody marked. */
    public static Optional<Found> behind(Resource service, Instant now) {
        return MarkedService.of(service)
                .flatMap(marked -> StoreKind.called(marked.store()).map(kind -> {
                    Ref ref = Refs.of(kind.thing(), service.namespace(), service.name());
                    List<Edge> edges = Containers.storedOn(ref, marked.claims(), service, now);
                    return new Found(kind, new Store(ref, marked.claims()), marked.address(), edges);
                }));
    }

    private static Found found(Resource pod, Tree container, StoreKind kind, String ip, Instant now) {
        Ref ref = Refs.of(kind.thing(), pod.namespace(), pod.name());
        // Go's flags take one hyphen or two.
        Optional<String> path = kind.pathArgument().isEmpty()
                ? Optional.empty()
                : Containers.argument(container, kind.pathArgument())
                        .or(() -> Containers.argument(container, "-" + kind.pathArgument()));
        List<Ref> claims = path.map(each -> Containers.claims(pod, container, each))
                .filter(under -> !under.isEmpty())
                .orElseGet(() -> Containers.claims(pod, container));
        List<Ref> related = new ArrayList<>();
        related.add(pod.ref("kubernetes.pod"));
        pod.controller().ifPresent(related::add);
        related.addAll(claims);
        String address = ip + ":" + Containers.port(container, PORTS, kind.port());
        return new Found(kind, new Store(ref, related), address, Containers.storedOn(ref, claims, pod, now));
    }

    /** Side cars and clients have images of other names; of Thanos only the compactor is watched. */
    private static Optional<StoreKind> kind(Tree container) {
        Optional<StoreKind> kind =
                StoreKind.running(program(container.at("image").text(512)));
        boolean compacts = container.at("args").items().stream()
                .anyMatch(argument -> argument.word().equals("compact"));
        return kind.filter(each -> each != StoreKind.THANOS_COMPACTOR || compacts);
    }

    /** The last part of an image without tag and digest: docker.io/victoriametrics/victoria-metrics:v1.150.0. */
    private static String program(String image) {
        String name = image.substring(image.lastIndexOf('/') + 1);
        int end = name.indexOf('@') >= 0 ? name.indexOf('@') : name.length();
        String tagged = name.substring(0, end);
        return tagged.indexOf(':') < 0 ? tagged : tagged.substring(0, tagged.indexOf(':'));
    }
}
