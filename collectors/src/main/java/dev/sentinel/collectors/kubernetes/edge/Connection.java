package dev.sentinel.collectors.kubernetes.edge;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How the API of a cluster is reached. Secrets are files, read anew for each request, so that a rotated one is noticed. */
public sealed interface Connection {

    /** An address with what proves who asks, and who answers. */
    record Address(URI url, Optional<Path> tokenFile, Optional<Path> caFile) implements Connection {
        public Address {
            if (url.getHost() == null
                    || url.getScheme() == null
                    || !url.getScheme().matches("https?")) {
                throw new IllegalArgumentException("not the address of an API: \"%s\"".formatted(url));
            }
        }
    }

    /**
     * A file as kubectl uses it.
     *
     * @param context which of its contexts; empty for the current one
     */
    record Kubeconfig(Path file, String context) implements Connection {}

    /**
     * From inside a pod, by its service account.
     *
     * @param environment of the process: where the API is stands in it, so that no name must be resolved
     * @throws IllegalArgumentException outside of a pod
     */
    static Address inCluster(Map<String, String> environment) {
        String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
        String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "443");
        if (host.isEmpty()) {
            throw new IllegalArgumentException(
                    "this is no pod (KUBERNETES_SERVICE_HOST is not set): configure a kubeconfig file or an address");
        }
        Path account = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
        return new Address(
                URI.create("https://%s:%s".formatted(host.contains(":") ? "[" + host + "]" : host, port)),
                Optional.of(account.resolve("token")),
                Optional.of(account.resolve("ca.crt")));
    }
}
