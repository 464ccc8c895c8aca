package dev.sentinel.lab.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.lab.world.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** HTTP on loopback below both APIs: takes calls apart, writes answers, a virtual thread for each. */
final class Wire implements AutoCloseable {

    private static final int BODY_LIMIT = 3 * 1024 * 1024;
    private static final int FLOWS = 500;

    /** Who answers, and how a refusal is worded for this API. */
    record Desk(Function<Call, Answer> answers, Function<Refused, Answer> refusals) {}

    private final Desk desk;
    private final Trouble trouble;
    private final Optional<String> token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore flows = new Semaphore(FLOWS);

    private Wire(Desk desk, Trouble trouble, Optional<String> token, int port) throws IOException {
        this.desk = desk;
        this.trouble = trouble;
        this.token = token;
        // Without it each answer waits 40 ms for an acknowledgement; the server reads it once, when it is first used.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    static Wire open(Desk desk, Trouble trouble, Optional<String> token, int port) throws IOException {
        Wire wire = new Wire(desk, trouble, token, port);
        wire.server.start();
        return wire;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Thread.sleep(trouble.delay());
            write(exchange, answer(exchange));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
        try {
            if (body.length > BODY_LIMIT) {
                throw new Refused(
                        Refused.Reason.BAD_REQUEST, "the body is over the limit of %d bytes".formatted(BODY_LIMIT));
            }
            if (token.isPresent() && !header(exchange, "Authorization").equals(Optional.of("Bearer " + token.get()))) {
                throw new Refused(Refused.Reason.UNAUTHORIZED, "Unauthorized");
            }
            if (header(exchange, "Upgrade")
                    .filter("websocket"::equalsIgnoreCase)
                    .isPresent()) {
                // Clients then watch over plain HTTP, as they do behind proxies that know no web sockets.
                throw new Refused(Refused.Reason.UNAVAILABLE, "no web sockets here: watch over plain HTTP");
            }
            return desk.answers()
                    .apply(Call.of(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            name -> header(exchange, name),
                            new String(body, StandardCharsets.UTF_8)));
        } catch (Refused e) {
            return desk.refusals().apply(e);
        } catch (IllegalArgumentException | IllegalStateException | DateTimeException e) {
            return desk.refusals().apply(new Refused(Refused.Reason.INTERNAL, "the lab failed: " + e.getMessage()));
        }
    }

    private void write(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Body body -> {
                exchange.getResponseHeaders().set("Content-Type", body.type());
                byte[] bytes = body.text().getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(body.code(), bytes.length == 0 ? -1 : bytes.length);
                exchange.getResponseBody().write(bytes);
            }
            case Answer.Flow flow -> {
                if (!flows.tryAcquire()) {
                    write(
                            exchange,
                            desk.refusals()
                                    .apply(new Refused(
                                            Refused.Reason.TOO_MANY_REQUESTS,
                                            "%d watches and followed logs are open, which is the limit"
                                                    .formatted(FLOWS))));
                    return;
                }
                try {
                    exchange.getResponseHeaders().set("Content-Type", flow.type());
                    exchange.sendResponseHeaders(200, 0);
                    OutputStream out = exchange.getResponseBody();
                    flow.flowing().to(out);
                } finally {
                    flows.release();
                }
            }
        }
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }
}
