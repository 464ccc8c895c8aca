package dev.sentinel.collectors.prometheus;

import dev.sentinel.collectors.reading.Containers;
import dev.sentinel.collectors.reading.MarkedService;
import dev.sentinel.collectors.reading.Quantity;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds servers in pods: by the operator's label, the recommended name, or the container's arguments (telemetry page, section 2). */
public final class Discovery {
    /** The scope of the edges from a server to what it stands on. */
    public static final String SCOPE = "prometheus.server";

    private static final int DEFAULT_PORT = 9090;
    private static final Set<String> PORTS = Set.of("web", "http-web", "http");
    /** What the operator's startup probe allows where the resource does not say (telemetry page, section 2). */
    private static final Duration OPERATED_BUDGET = Duration.ofMinutes(15);

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
            List<Ref> claims =
                    Containers.claims(pod, container, storagePath(container).orElse("/prometheus"));
            List<Ref> related = new ArrayList<>();
            related.add(pod.ref("kubernetes.pod"));
            pod.controller().ifPresent(related::add);
            related.addAll(claims);
            List<Edge> edges = Containers.storedOn(ref, claims, pod, now);
            Server server = new Server(ref, related, budget(container), Optional.empty());
            return new Found(server, ip + ":" + Containers.port(container, PORTS, DEFAULT_PORT), edges);
        });
    }

    /**
     * What the operator runs for a Prometheus resource.
     *
     * @param wanted replicas times shards; fewer are found when some have no pod or no address
     */
    public record Operated(Ref resource, int wanted, List<Found> servers) {
        public Operated {
            servers = List.copyOf(servers);
        }
    }

    /**
     * The servers of a Prometheus resource: by the StatefulSets it owns and their pods, never by built names. What the
     * resource asks for stands in where a pod does not say: the size of the volume, and how long a start may take.
     */
    public static Operated under(Resource prometheus, List<Resource> statefulSets, List<Resource> pods, Instant now) {
        Ref resource = prometheus.ref("monitoring.prometheus");
        Set<Ref> sets = statefulSets.stream()
                .filter(set -> set.namespace().equals(prometheus.namespace())
                        && set.controller().filter(resource::equals).isPresent())
                .map(set -> set.ref("kubernetes.statefulset"))
                .collect(Collectors.toSet());
        List<Found> servers = pods.stream()
                .filter(pod -> pod.controller().filter(sets::contains).isPresent())
                .flatMap(pod -> in(pod, now).stream())
                .map(found -> operated(found, resource, prometheus))
                .toList();
        long wanted = wanted(prometheus, "replicas") * wanted(prometheus, "shards");
        return new Operated(resource, (int) Math.min(Integer.MAX_VALUE, wanted), servers);
    }

    /** The server behind a service that somebody marked with {@code sentinel.dev/store: prometheus}. */
    public static Optional<Found> behind(Resource service, Instant now) {
        return MarkedService.of(service)
                .filter(marked -> marked.store().equals("prometheus"))
                .map(marked -> {
                    Ref ref = Refs.of("prometheus.server", service.namespace(), service.name());
                    Server server = new Server(ref, marked.claims(), Optional.empty(), Optional.empty());
                    return new Found(server, marked.address(), Containers.storedOn(ref, marked.claims(), service, now));
                });
    }

    private static Found operated(Found found, Ref resource, Resource prometheus) {
        List<Ref> related = new ArrayList<>(found.server().related());
        related.add(resource);
        long size = Quantity.bytes(prometheus
                .spec("storage", "volumeClaimTemplate", "spec", "resources", "requests", "storage")
                .word());
        long seconds = prometheus.spec("maximumStartupDurationSeconds").amount();
        Duration asked = seconds > 0 ? Duration.ofSeconds(Math.min(seconds, Integer.MAX_VALUE)) : OPERATED_BUDGET;
        Server server = new Server(
                found.server().ref(),
                related,
                found.server().startupBudget().or(() -> Optional.of(asked)),
                size > 0 ? Optional.of(size) : found.server().volumeBytes());
        return new Found(server, found.address(), found.edges());
    }

    /** 0 is honoured by the operator: it is how a server is stopped cleanly. */
    private static long wanted(Resource prometheus, String what) {
        return prometheus.spec(what).present() ? prometheus.spec(what).count() : 1;
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
        return Containers.argument(container, "--storage.tsdb.path=");
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
}
