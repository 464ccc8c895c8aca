package dev.sentinel.collectors.reading;

import dev.sentinel.v1.Ref;
import java.util.List;
import java.util.Optional;

/**
 * A service that somebody marked as a store to be watched, by annotations: {@code sentinel.dev/store: loki}, and where it is
 * not plain {@code sentinel.dev/port: "3100"} and {@code sentinel.dev/claim: data-loki-0}.
 *
 * @param store which product, by the annotation's word
 * @param address host and port inside the cluster
 * @param claims what it keeps its data on
 */
public record MarkedService(Resource service, String store, String address, List<Ref> claims) {
    private static final String STORE = "sentinel.dev/store";
    private static final String PORT = "sentinel.dev/port";
    private static final String CLAIM = "sentinel.dev/claim";

    public MarkedService {
        claims = List.copyOf(claims);
    }

    /** The mark on a service, when it has one and a port. */
    public static Optional<MarkedService> of(Resource service) {
        String store = annotation(service, STORE);
        long port = service.tree()
                .at("metadata", "annotations", PORT)
                .whole()
                .orElseGet(() -> service.spec("ports").items().stream()
                        .map(each -> each.at("port").amount())
                        .findFirst()
                        .orElse(0L));
        String claim = annotation(service, CLAIM);
        if (store.isEmpty() || port < 1 || port > 65_535 || !isName(service.name()) || !isName(service.namespace())) {
            return Optional.empty();
        }
        return Optional.of(new MarkedService(
                service,
                store,
                "%s.%s.svc:%d".formatted(service.name(), service.namespace(), port),
                claim.isEmpty()
                        ? List.of()
                        : List.of(Refs.of("kubernetes.persistent_volume_claim", service.namespace(), claim))));
    }

    private static String annotation(Resource service, String name) {
        return service.tree().at("metadata", "annotations", name).name();
    }

    /** What becomes a part of an address is a label of DNS and nothing else. */
    private static boolean isName(String text) {
        return text.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    }
}
