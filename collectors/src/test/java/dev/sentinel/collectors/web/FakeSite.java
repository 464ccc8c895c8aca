package dev.sentinel.collectors.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A server over the real protocol that says what a test wants. */
public final class FakeSite implements AutoCloseable {
    private final HttpServer server;
    private final String scheme;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, HttpHandler> pages = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private FakeSite(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public static FakeSite start() {
        try {
            return new FakeSite(HttpServer.create(loopback(), 50), "http");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static FakeSite overTls(SSLContext context) {
        try {
            HttpsServer server = HttpsServer.create(loopback(), 50);
            server.setHttpsConfigurator(new HttpsConfigurator(context));
            return new FakeSite(server, "https");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public URI uri() {
        return URI.create(
                "%s://127.0.0.1:%d".formatted(scheme, server.getAddress().getPort()));
    }

    /** With limits that suit a test. */
    public Site site() {
        return site(new Login.Nobody());
    }

    public Site site(Login login) {
        return new Site(
                uri(), login, Trust.ofMachine(), new Limits(Duration.ofSeconds(10), Duration.ofSeconds(10), 1 << 20));
    }

    public FakeSite page(String path, String body) {
        return page(path, 200, "text/plain", body);
    }

    public FakeSite page(String path, int status, String type, String body) {
        return page(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        });
    }

    public FakeSite page(String path, HttpHandler handler) {
        pages.put(path, handler);
        return this;
    }

    /** Paths and queries that were asked so far. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().toString());
        try (exchange) {
            Optional<HttpHandler> handler =
                    Optional.ofNullable(pages.get(exchange.getRequestURI().getPath()));
            if (handler.isPresent()) {
                handler.get().handle(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
