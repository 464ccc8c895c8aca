package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** One cluster's API, for those who want JSON and not a client library. Safe for all threads; every request has a limit. */
public final class Cluster implements AutoCloseable {
    /** The API reads this many objects from its own store at once without effort. */
    static final int PAGE = 500;

    private static final int LARGEST_TOKEN = 64 << 10;
    private static final ObjectKind REVIEWS =
            ObjectKind.clusterWide("authorization.k8s.io", "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview");

    private final Connection connection;
    private final Duration timeout;
    private final Failures failures;
    private final JsonMapper json = new JsonMapper();
    private Optional<KubernetesClient> connected = Optional.empty();
    private boolean closed;

    private Cluster(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
        this.failures = new Failures(endpoint());
    }

    /**
     * Reads and connects nothing before it is asked something.
     *
     * @param timeout of each request, also of each connection attempt; a watch may last longer
     */
    public static Cluster at(Connection connection, Duration timeout) {
        return new Cluster(connection, timeout);
    }

    private static Config config(Connection connection) throws IOException {
        return switch (connection) {
            case Connection.Address address -> {
                ConfigBuilder config = new ConfigBuilder(Config.empty())
                        .withMasterUrl(address.url().toString());
                address.caFile().ifPresent(file -> config.withCaCertFile(file.toString()));
                address.tokenFile().ifPresent(file -> config.withOauthTokenProvider(() -> token(file)));
                yield config.build();
            }
            case Connection.Kubeconfig kubeconfig -> {
                Config config = Config.fromKubeconfig(kubeconfig.file().toFile());
                if (!kubeconfig.context().isEmpty()) {
                    NamedContext context = config.getContexts().stream()
                            .filter(each -> each.getName().equals(kubeconfig.context()))
                            .findFirst()
                            .orElseThrow(() -> new IOException(
                                    "%s has no context \"%s\"".formatted(kubeconfig.file(), kubeconfig.context())));
                    config.setCurrentContext(context);
                    config = config.refresh();
                }
                yield config;
            }
        };
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

    /** Where it is, without secrets. */
    public String endpoint() {
        return switch (connection) {
            case Connection.Address address -> address.url().toString();
            case Connection.Kubeconfig kubeconfig ->
                kubeconfig.context().isEmpty()
                        ? kubeconfig.file().toString()
                        : kubeconfig.file() + "#" + kubeconfig.context();
        };
    }

    Duration timeout() {
        return timeout;
    }

    synchronized KubernetesClient client() throws IOException {
        if (closed) {
            throw new IOException("the connection to %s was closed".formatted(endpoint()));
        }
        if (connected.isEmpty()) {
            ConfigBuilder settings = new ConfigBuilder(config(connection))
                    .withConnectionTimeout((int) timeout.toMillis())
                    .withRequestTimeout((int) timeout.toMillis())
                    // Whoever asks tries again, and only one should.
                    .withRequestRetryBackoffLimit(0);
            connected = Optional.of(
                    new KubernetesClientBuilder().withConfig(settings.build()).build());
        }
        return connected.get();
    }

    Failures failures() {
        return failures;
    }

    /** One object, when there is one. */
    public Optional<JsonNode> get(ObjectKind kind, String namespace, String name) throws IOException {
        return answer(
                kind.path(namespace) + "/" + ObjectKind.encoded(name),
                "get %s %s".formatted(kind.resource(), where(namespace)));
    }

    /**
     * Every object of a kind, page by page, so that never all of them are here at once.
     *
     * @param namespace empty for all
     * @param selector of labels; empty for all
     * @return whether the API has this kind
     */
    public boolean each(ObjectKind kind, String namespace, String selector, Consumer<JsonNode> taker)
            throws IOException {
        String asked = "list %s %s".formatted(kind.resource(), where(namespace));
        String next = "";
        do {
            Optional<JsonNode> page = answer(
                    "%s?limit=%d&labelSelector=%s&continue=%s"
                            .formatted(
                                    kind.path(namespace), PAGE, ObjectKind.encoded(selector), ObjectKind.encoded(next)),
                    asked);
            if (page.isEmpty()) {
                return false;
            }
            page.get().path("items").forEach(taker);
            next = page.get().path("metadata").path("continue").asText("");
        } while (!next.isEmpty());
        return true;
    }

    /** Whether the API has a kind and lets this reader list it. */
    boolean lists(ObjectKind kind, String namespace) throws IOException {
        try {
            return answer(kind.path(namespace) + "?limit=1", "list %s %s".formatted(kind.resource(), where(namespace)))
                    .isPresent();
        } catch (Unreachable e) {
            // What does not exist is forbidden too, to those who may not look.
            if (e.why() == UnreachableCause.UNREACHABLE_CAUSE_FORBIDDEN && !has(kind)) {
                return false;
            }
            throw e;
        }
    }

    /** The version that a listing would have now. */
    long version(ObjectKind kind, String namespace) throws IOException {
        String asked = "list %s %s".formatted(kind.resource(), where(namespace));
        JsonNode page = answer(kind.path(namespace) + "?limit=1", asked)
                .orElseThrow(() -> Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "%s has no %s any more".formatted(endpoint(), kind.resource())));
        return page.path("metadata").path("resourceVersion").asLong(Long.MAX_VALUE);
    }

    /** Whether the API has a kind, whoever may read it. */
    boolean has(ObjectKind kind) throws IOException {
        Optional<JsonNode> home = answer(kind.home(), "discover " + kind.apiVersion());
        if (home.isPresent()) {
            for (JsonNode each : home.get().path("resources")) {
                if (each.path("name").asText().equals(kind.plural())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether an API of Kubernetes answers here, so that a missing kind is missing and not misaddressed. */
    boolean isOne() throws IOException {
        return answer("/version", "get /version")
                .map(version -> version.hasNonNull("gitVersion") || version.hasNonNull("major"))
                .orElse(false);
    }

    /** Whether this reader may do something, by the API's own word. */
    boolean may(String verb, ObjectKind kind, String namespace) throws IOException {
        Map<String, Object> review = Map.of(
                "apiVersion",
                REVIEWS.apiVersion(),
                "kind",
                REVIEWS.kind(),
                "spec",
                Map.of(
                        "resourceAttributes",
                        Map.of(
                                "verb",
                                verb,
                                "group",
                                kind.group(),
                                "resource",
                                kind.plural(),
                                "namespace",
                                namespace)));
        String asked = "create " + REVIEWS.resource();
        try {
            String said = client().raw(REVIEWS.path(""), "POST", json.writeValueAsString(review));
            return said != null
                    && json.readTree(said).path("status").path("allowed").asBoolean();
        } catch (KubernetesClientException e) {
            throw failures.of(e, asked);
        }
    }

    private Optional<JsonNode> answer(String path, String asked) throws IOException {
        try {
            String said = client().raw(path);
            return said == null ? Optional.empty() : Optional.of(json.readTree(said));
        } catch (KubernetesClientException e) {
            throw failures.of(e, asked);
        } catch (JsonProcessingException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    "%s did not answer in JSON when asked to %s; is this the address of an API?"
                            .formatted(endpoint(), asked));
        }
    }

    /**
     * Reads what a container writes, line by line, until its log ends, the limit is reached, the taker wants no more, or the
     * thread is interrupted. Each line begins with the time at which the kubelet got it; one that is longer than a mebibyte
     * comes in pieces.
     */
    public void log(PodLog wanted, PodLog.Taker taker) throws IOException, InterruptedException {
        String asked = "get pods/log " + where(wanted.namespace());
        try (LogWatch log = logs(wanted);
                InputStream lines = log.getOutput()) {
            wanted.read(lines, taker);
        } catch (ClosedByInterruptException e) {
            var unused = Thread.interrupted();
            throw new InterruptedException("interrupted while reading the log of " + wanted.pod());
        } catch (KubernetesClientException e) {
            throw failures.of(e, asked);
        } catch (IOException e) {
            throw e instanceof Unreachable ? e : failures.of(e, asked);
        }
    }

    /** What a container writes, as bytes, as long as the stream is open; lines begin with their time. */
    InputStream logStream(PodLog wanted) throws IOException {
        try {
            LogWatch log = logs(wanted);
            return new FilterInputStream(log.getOutput()) {
                @Override
                public void close() {
                    log.close();
                }
            };
        } catch (KubernetesClientException e) {
            throw failures.of(e, "get pods/log " + where(wanted.namespace()));
        }
    }

    private LogWatch logs(PodLog wanted) throws IOException {
        var pod = client().pods().inNamespace(wanted.namespace()).withName(wanted.pod());
        var container = wanted.container().isEmpty() ? pod : pod.inContainer(wanted.container());
        var stamped = container.usingTimestamps();
        return wanted.since()
                .map(since -> stamped.sinceTime(since.toString()).watchLog())
                .orElseGet(stamped::watchLog);
    }

    static String where(String namespace) {
        return namespace.isEmpty() ? "in all namespaces" : "in " + namespace;
    }

    @Override
    public synchronized void close() {
        closed = true;
        connected.ifPresent(KubernetesClient::close);
    }
}
