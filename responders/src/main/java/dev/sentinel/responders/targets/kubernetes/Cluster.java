package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.targets.web.Reply;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One cluster's API, in JSON. Nothing is asked twice, every request has a limit of time, and a write tells whether it left.
 * Safe for all threads; connects when it is first asked.
 */
public final class Cluster implements AutoCloseable {
    private static final int PAGE = 500;
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final Connection connection;
    private final Duration timeout;
    private final JsonMapper json = new JsonMapper();
    private Optional<KubernetesClient> connected = Optional.empty();
    private boolean closed;

    /**
     * Connects to nothing yet.
     *
     * @param timeout of each request, and of each attempt to connect
     */
    public Cluster(Connection connection, Duration timeout) {
        this.connection = connection;
        this.timeout = timeout;
    }

    /** Where it is, without secrets. */
    public String endpoint() {
        return connection.endpoint();
    }

    /** One object, when there is one. */
    public Optional<JsonNode> get(Place place) throws NoAnswer {
        return read(place.path(), place.permission("get"));
    }

    /**
     * Every object of a kind, page by page, so that never all of them are here at once.
     *
     * @param namespace empty for all
     * @param query further parameters: "labelSelector" or "fieldSelector"
     * @param most objects; more than that are an error and no answer
     * @return whether the API has this kind
     */
    public boolean each(
            ObjectKind kind, String namespace, Map<String, String> query, int most, Consumer<JsonNode> taker)
            throws NoAnswer {
        String asked = "list %s%s".formatted(kind.resource(), namespace.isEmpty() ? "" : " in " + namespace);
        SequencedMap<String, String> parameters = new TreeMap<>(query);
        parameters.put("limit", Integer.toString(PAGE));
        int seen = 0;
        String next = "";
        do {
            parameters.put("continue", next);
            Optional<JsonNode> page = read(Place.listing(kind, namespace) + query(parameters), asked);
            if (page.isEmpty()) {
                return false;
            }
            JsonNode items = page.get().path("items");
            seen += items.size();
            next = page.get().path("metadata").path("continue").asText("");
            if (seen > most || (seen == most && !next.isEmpty())) {
                throw new NoAnswer(
                        NoAnswer.Why.UNSUPPORTED,
                        "%s has more than %d %s, which is the limit".formatted(endpoint(), most, kind.resource()),
                        null);
            }
            items.forEach(taker);
        } while (!next.isEmpty());
        return true;
    }

    /** Whether the API has a kind, whoever may read it: what does not exist is forbidden too, to those who may not look. */
    boolean has(ObjectKind kind) throws NoAnswer {
        Optional<JsonNode> home = read(kind.home(), "discover " + kind.apiVersion());
        if (home.isPresent()) {
            for (JsonNode each : home.get().path("resources")) {
                if (each.path("name").asText().equals(kind.plural())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Changes parts of one object.
     *
     * @param rehearsal asks the API only what it would make of it
     */
    Reply patch(Place place, JsonNode patch, boolean rehearsal) {
        String path = place.path()
                + query(new TreeMap<>(
                        rehearsal
                                ? Map.of("fieldManager", "sentinel", "dryRun", "All")
                                : Map.of("fieldManager", "sentinel")));
        return ask(path, builder -> builder.method("PATCH", MERGE_PATCH, patch.toString()));
    }

    /** What a container wrote lately, each line with its time; empty when there is no such pod or container. */
    public Optional<String> log(Place pod, String container, boolean previous, int bytes) throws NoAnswer {
        SequencedMap<String, String> parameters = new TreeMap<>(Map.of(
                "limitBytes",
                Integer.toString(bytes),
                "tailLines",
                "5000",
                "timestamps",
                "true",
                "container",
                container));
        if (previous) {
            parameters.put("previous", "true");
        }
        Place log = pod.part("log");
        Reply reply = ask(log.path() + query(parameters), builder -> {});
        if (reply instanceof Reply.Answer answer) {
            if (answer.well()) {
                return Optional.of(answer.body());
            }
            // A container that never ran before has no previous log; the API calls that a bad request.
            if (answer.code() == 404 || answer.code() == 400) {
                return Optional.empty();
            }
        }
        throw Reply.missing(reply, endpoint(), log.permission("get"));
    }

    JsonNode parsed(Reply.Answer answer, String asked) throws NoAnswer {
        try {
            return json.readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw new NoAnswer(
                    NoAnswer.Why.UNSUPPORTED,
                    "%s did not answer in JSON when asked to %s; is this the address of an API?"
                            .formatted(endpoint(), asked),
                    e);
        }
    }

    private Optional<JsonNode> read(String path, String asked) throws NoAnswer {
        Reply reply = ask(path, builder -> {});
        if (reply instanceof Reply.Answer answer && (answer.well() || answer.code() == 404)) {
            return answer.well() ? Optional.of(parsed(answer, asked)) : Optional.empty();
        }
        throw Reply.missing(reply, endpoint(), asked);
    }

    private Reply ask(String path, Consumer<HttpRequest.Builder> more) {
        CompletableFuture<HttpResponse<String>> asked;
        try {
            KubernetesClient client = client();
            HttpRequest.Builder request = client.getHttpClient()
                    .newHttpRequestBuilder()
                    .uri(client.getMasterUrl().toString().replaceAll("/+$", "") + path)
                    .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            more.accept(request);
            asked = client.getHttpClient().sendAsync(request.build(), String.class);
        } catch (IOException e) {
            return new Reply.Unsent(String.valueOf(e.getMessage()));
        }
        try {
            // The client's own limit ends with the head of an answer; this one is for the body too.
            HttpResponse<String> answer = asked.get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply.Answer(
                    answer.code(), Optional.ofNullable(answer.bodyString()).orElse(""));
        } catch (ExecutionException e) {
            return Reply.of(e);
        } catch (TimeoutException e) {
            asked.cancel(true);
            return Reply.of(e);
        } catch (IOException e) {
            return Reply.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            asked.cancel(true);
            return new Reply.Silence("it was interrupted while it waited for the answer");
        }
    }

    private static String query(SequencedMap<String, String> parameters) {
        StringBuilder query = new StringBuilder();
        parameters.forEach((name, value) -> query.append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return query.toString();
    }

    private synchronized KubernetesClient client() throws IOException {
        if (closed) {
            throw new IOException("the connection to %s was closed".formatted(endpoint()));
        }
        if (connected.isEmpty()) {
            ConfigBuilder settings = new ConfigBuilder(connection.config())
                    .withConnectionTimeout((int) timeout.toMillis())
                    .withRequestTimeout((int) timeout.toMillis())
                    // The executor tries again, and only one should.
                    .withRequestRetryBackoffLimit(0);
            connected = Optional.of(
                    new KubernetesClientBuilder().withConfig(settings.build()).build());
        }
        return connected.get();
    }

    @Override
    public synchronized void close() {
        closed = true;
        connected.ifPresent(KubernetesClient::close);
    }
}
