package dev.sentinel.lab.servers.edge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.lab.servers.Answered;
import dev.sentinel.lab.servers.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** One port of loopback before one server; while no process lives behind it, connections end without an answer. */
final class Door implements AutoCloseable {

    private static final int BODY_LIMIT = 1024 * 1024;

    private final Function<Asked, Optional<Answered>> server;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Door(Function<Asked, Optional<Answered>> server) throws IOException {
        this.server = server;
        // Without it each answer waits 40 ms for an acknowledgement; the server reads it once, when it is first used.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        http.setExecutor(threads);
        http.createContext("/", this::serve);
    }

    static Door open(Function<Asked, Optional<Answered>> server) throws IOException {
        Door door = new Door(server);
        door.http.start();
        return door;
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
            if (body.length > BODY_LIMIT) {
                exchange.sendResponseHeaders(413, -1);
                return;
            }
            Optional<Answered> answer = server.apply(asked(exchange, new String(body, StandardCharsets.UTF_8)));
            if (answer.isPresent()) {
                write(exchange, answer.get());
            }
        }
    }

    private static void write(HttpExchange exchange, Answered answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.code(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static Asked asked(HttpExchange exchange, String body) {
        URI uri = exchange.getRequestURI();
        Map<String, String> query = new TreeMap<>();
        fields(Optional.ofNullable(uri.getRawQuery()).orElse(""), query);
        boolean form = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
                .isPresent();
        if (form) {
            fields(body, query);
        }
        return new Asked(exchange.getRequestMethod(), uri.getPath(), query, form ? "" : body);
    }

    private static void fields(String encoded, Map<String, String> into) {
        for (String each : encoded.split("&", -1)) {
            int equals = each.indexOf('=');
            if (equals > 0) {
                into.put(decoded(each.substring(0, equals)), decoded(each.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
