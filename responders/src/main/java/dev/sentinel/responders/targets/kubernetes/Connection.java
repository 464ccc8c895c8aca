package dev.sentinel.responders.targets.kubernetes;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** How the API of a cluster is reached by those who may change it. A token is read anew for each request. */
public sealed interface Connection {
    int LARGEST_TOKEN = 64 << 10;

    record Address(URI url, Optional<Path> tokenFile, Optional<Path> caFile) implements Connection {
        public Address {
            if (url.getHost() == null
                    || url.getScheme() == null
                    || !url.getScheme().matches("https?")) {
                throw new IllegalArgumentException("not the address of an API: \"%s\"".formatted(url));
            }
        }

        @Override
        public Config config() {
            ConfigBuilder config = new ConfigBuilder(Config.empty()).withMasterUrl(url.toString());
            caFile.ifPresent(file -> config.withCaCertFile(file.toString()));
            tokenFile.ifPresent(file -> config.withOauthTokenProvider(() -> token(file)));
            return config.build();
        }

        @Override
        public String endpoint() {
            return url.toString();
        }

        /** Asks without one when it cannot be read: then the API's 401 says what is wrong. */
        private static String token(Path file) {
            try {
                return Files.size(file) > LARGEST_TOKEN
                        ? ""
                        : Files.readString(file).strip();
            } catch (IOException e) {
                return "";
            }
        }
    }

    /**
     * A file as kubectl uses it.
     *
     * @param context which of its contexts; empty for the current one
     */
    record Kubeconfig(Path file, String context) implements Connection {
        @Override
        public Config config() throws IOException {
            Config config = Config.fromKubeconfig(file.toFile());
            if (context.isEmpty()) {
                return config;
            }
            NamedContext wanted = config.getContexts().stream()
                    .filter(each -> each.getName().equals(context))
                    .findFirst()
                    .orElseThrow(() -> new IOException("%s has no context \"%s\"".formatted(file, context)));
            config.setCurrentContext(wanted);
            return config.refresh();
        }

        @Override
        public String endpoint() {
            return context.isEmpty() ? file.toString() : file + "#" + context;
        }
    }

    /** What the client library needs to know. */
    Config config() throws IOException;

    /** Where it is, without secrets. */
    String endpoint();

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
