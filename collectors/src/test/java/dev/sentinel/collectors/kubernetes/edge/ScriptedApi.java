package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.collectors.reading.Fixture;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An API that can also do what a healthy one does not: forbid, forget versions, lose its history, drop watches, be slow. */
public final class ScriptedApi implements AutoCloseable {
    private static final Set<String> GROUPS = Set.of("", "apps", "batch", "storage.k8s.io");

    private final TreeMap<String, ObjectNode> objects = new TreeMap<>();
    private final List<JsonNode> history = new ArrayList<>();
    private final Set<String> groups = new HashSet<>(GROUPS);
    private final Set<String> forbidden = new HashSet<>();
    private final List<String> requests = new ArrayList<>();
    private ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Optional<String> token = Optional.empty();
    private long version = 1000;
    private long oldest;
    private int generation;
    private int delayMillis;

    public ScriptedApi() {
        server = started(0);
    }

    private HttpServer started(int port) {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            fresh.createContext("/", this::handle);
            fresh.setExecutor(threads);
            fresh.start();
            return fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Connection connection() {
        return new Connection.Address(url(), Optional.empty(), Optional.empty());
    }

    public Connection connection(Path tokenFile) {
        return new Connection.Address(url(), Optional.of(tokenFile), Optional.empty());
    }

    URI url() {
        return URI.create("http://127.0.0.1:%d".formatted(server.getAddress().getPort()));
    }

    /** Kinds of this group exist from now on. */
    public synchronized void serves(String group) {
        groups.add(group);
    }

    /** Makes an object or changes it. */
    public synchronized void has(String json) {
        ObjectNode object = (ObjectNode) Fixture.json(json);
        ObjectNode metadata = object.withObjectProperty("metadata");
        String place = place(object);
        ObjectNode before = objects.get(place);
        if (!metadata.has("uid")) {
            metadata.put(
                    "uid",
                    before == null
                            ? UUID.nameUUIDFromBytes((place + version).getBytes(StandardCharsets.UTF_8))
                                    .toString()
                            : before.path("metadata").path("uid").asText());
        }
        if (!metadata.has("creationTimestamp")) {
            metadata.put(
                    "creationTimestamp",
                    before == null
                            ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()
                            : before.path("metadata").path("creationTimestamp").asText());
        }
        metadata.put("resourceVersion", String.valueOf(++version));
        objects.put(place, object);
        happened(before == null ? "ADDED" : "MODIFIED", object);
    }

    public synchronized void lacks(String json) {
        ObjectNode object = Objects.requireNonNull(objects.remove(place((ObjectNode) Fixture.json(json))));
        object.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version));
        happened("DELETED", object);
    }

    private void happened(String type, ObjectNode object) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
        event.set("object", object.deepCopy());
        history.add(event);
        notifyAll();
    }

    /** Whoever asks for a resource of this name is told that it may not. */
    public synchronized void forbids(String plural) {
        forbidden.add(plural);
        dropsWatches();
    }

    public synchronized void wants(String onlyToken) {
        token = Optional.of(onlyToken);
        dropsWatches();
    }

    public synchronized void answersAfter(int millis) {
        delayMillis = millis;
    }

    public synchronized void dropsWatches() {
        generation++;
        notifyAll();
    }

    /** All versions until now are too old to be watched from. */
    public synchronized void compacts() {
        oldest = version;
        history.clear();
        dropsWatches();
    }

    /** Everything is as it is, but with versions far lower than those that were told. */
    public synchronized void losesItsHistory() {
        version = 10;
        oldest = 0;
        history.clear();
        objects.values()
                .forEach(object ->
                        object.withObjectProperty("metadata").put("resourceVersion", String.valueOf(++version)));
        dropsWatches();
    }

    public void stops() {
        server.stop(0);
        synchronized (this) {
            dropsWatches();
        }
        threads.shutdownNow();
    }

    public void starts() {
        threads = Executors.newCachedThreadPool();
        server = started(server.getAddress().getPort());
    }

    public synchronized List<String> requests() {
        return new ArrayList<>(requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
        URI uri = exchange.getRequestURI();
        String query = uri.getQuery() == null ? "" : uri.getQuery();
        synchronized (this) {
            requests.add(exchange.getRequestMethod() + " " + uri);
        }
        try (exchange) {
            pause();
            Optional<Integer> refusal = refusal(exchange, uri.getPath());
            boolean watch = query.contains("watch=true");
            if (refusal.isPresent()) {
                status(exchange, refusal.get());
            } else if (watch
                    && "websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Upgrade"))) {
                // As a proxy that knows no websockets: the client then watches by plain HTTP.
                exchange.sendResponseHeaders(200, -1);
            } else if (uri.getPath().endsWith("/log")) {
                send(
                        exchange,
                        200,
                        "2026-11-21T10:00:00.1Z one\n2026-11-21T10:00:00.2Z two\n2026-11-21T10:00:00.3Z three\n");
            } else if (watch) {
                watch(exchange, uri.getPath(), query);
            } else {
                send(exchange, 200, answer(uri.getPath()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() throws InterruptedException {
        int millis;
        synchronized (this) {
            millis = delayMillis;
        }
        Thread.sleep(millis);
    }

    private synchronized Optional<Integer> refusal(HttpExchange exchange, String path) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        if (token.isPresent() && !("Bearer " + token.get()).equals(given)) {
            return Optional.of(401);
        }
        if (path.endsWith("selfsubjectaccessreviews") || path.equals("/version")) {
            return Optional.empty();
        }
        if (forbidden.contains(path.substring(path.lastIndexOf('/') + 1))) {
            return Optional.of(403);
        }
        return groups.contains(group(path)) ? Optional.empty() : Optional.of(404);
    }

    private static String group(String path) {
        return path.startsWith("/apis/") ? path.split("/", -1)[2] : "";
    }

    private synchronized String answer(String path) {
        if (path.equals("/version")) {
            return "{\"gitVersion\": \"v1.31.0\", \"major\": \"1\"}";
        }
        if (path.equals("/api/v1")) {
            return "{\"resources\": [{\"name\": \"nodes\"}, {\"name\": \"pods\"}]}";
        }
        if (path.endsWith("selfsubjectaccessreviews")) {
            return "{\"status\": {\"allowed\": %s}}".formatted(forbidden.isEmpty());
        }
        ObjectNode list =
                JsonNodeFactory.instance.objectNode().put("kind", "List").put("apiVersion", "v1");
        list.putObject("metadata").put("resourceVersion", String.valueOf(version));
        var items = list.putArray("items");
        objects.values().stream().filter(object -> isIn(path, object)).forEach(items::add);
        return list.toString();
    }

    private void watch(HttpExchange exchange, String path, String query) throws IOException, InterruptedException {
        long from = Long.parseLong(Map.of("v", query.replaceAll(".*resourceVersion=(\\d+).*", "$1"))
                .get("v"));
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        int mine;
        int next = 0;
        synchronized (this) {
            mine = generation;
            if (from < oldest) {
                line(out, error(410, "too old resource version"));
                return;
            }
            if (from > version) {
                line(out, error(504, "Too large resource version"));
                return;
            }
            line(
                    out,
                    "{\"type\": \"BOOKMARK\", \"object\": {\"kind\": \"Any\", \"apiVersion\": \"any/v1\", \"metadata\": {\"resourceVersion\": \"%d\"}}}"
                            .formatted(from));
        }
        while (true) {
            List<JsonNode> news = new ArrayList<>();
            synchronized (this) {
                while (mine == generation && next >= history.size()) {
                    wait();
                }
                if (mine != generation) {
                    return;
                }
                while (next < history.size()) {
                    news.add(history.get(next++));
                }
            }
            for (JsonNode event : news) {
                if (isIn(path, event.path("object"))
                        && event.path("object")
                                        .path("metadata")
                                        .path("resourceVersion")
                                        .asLong()
                                > from) {
                    line(out, event.toString());
                }
            }
        }
    }

    private static String error(int code, String message) {
        return "{\"type\": \"ERROR\", \"object\": %s}".formatted(statusJson(code, message));
    }

    private static void line(OutputStream out, String text) throws IOException {
        out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void status(HttpExchange exchange, int code) throws IOException {
        send(exchange, code, statusJson(code, "as scripted"));
    }

    private static String statusJson(int code, String message) {
        return "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": %d, \"message\": \"%s\"}"
                .formatted(code, message);
    }

    private static void send(HttpExchange exchange, int code, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, body.length);
        exchange.getResponseBody().write(body);
    }

    private static boolean isIn(String path, JsonNode object) {
        String all = "/" + plural(object);
        String version = object.path("apiVersion").asText();
        String home = (version.contains("/") ? "/apis/" : "/api/") + version;
        return path.equals(home + all)
                || path.equals(home + "/namespaces/"
                        + object.path("metadata").path("namespace").asText() + all);
    }

    private static String plural(JsonNode object) {
        String kind = object.path("kind").asText().toLowerCase(Locale.ROOT);
        return kind + (kind.endsWith("s") ? "es" : "s");
    }

    private static String place(JsonNode object) {
        return "%s/%s/%s/%s"
                .formatted(
                        object.path("apiVersion").asText(),
                        plural(object),
                        object.path("metadata").path("namespace").asText(),
                        object.path("metadata").path("name").asText());
    }

    @Override
    public void close() {
        stops();
    }
}
