package dev.sentinel.lab.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Refused;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** The Kubernetes API of a world, on loopback. */
public final class ApiServer implements AutoCloseable {

    private static final int BODY_LIMIT = 3 * 1024 * 1024;
    private static final int FLOWS = 500;

    private final Desk desk;
    private final Trouble trouble = new Trouble();
    private final Optional<String> token;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore flows = new Semaphore(FLOWS);

    private ApiServer(Stage stage, int port, Optional<String> token) throws IOException {
        this.token = token;
        this.desk = new Desk(stage, trouble);
        // Without it each answer waits 40 ms for an acknowledgement; the server reads it once, when it is first used.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    /** Starts to listen; port 0 takes any free one. */
    public static ApiServer open(Stage stage, int port) throws IOException {
        return start(new ApiServer(stage, port, Optional.empty()));
    }

    /** As {@link #open(Stage, int)}, for those who bring the bearer token. */
    public static ApiServer open(Stage stage, int port, String token) throws IOException {
        return start(new ApiServer(stage, port, Optional.of(token)));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What can be made to go wrong with this server. */
    public Trouble trouble() {
        return trouble;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static ApiServer start(ApiServer api) {
        api.server.start();
        return api;
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
            if (header(exchange, "Upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
                // Clients then watch over plain HTTP, as they do behind proxies that know no web sockets.
                throw new Refused(Refused.Reason.UNAVAILABLE, "no web sockets here: watch over plain HTTP");
            }
            return desk.answer(Call.of(
                    exchange.getRequestMethod(), exchange.getRequestURI(), name -> header(exchange, name), body));
        } catch (Refused e) {
            return Answer.refusal(e);
        }
    }

    private void write(HttpExchange exchange, Answer answer) throws IOException, InterruptedException {
        switch (answer) {
            case Answer.Body body -> {
                exchange.getResponseHeaders().set("Content-Type", body.type());
                exchange.sendResponseHeaders(body.code(), body.bytes().length == 0 ? -1 : body.bytes().length);
                exchange.getResponseBody().write(body.bytes());
            }
            case Answer.Flow flow -> {
                if (!flows.tryAcquire()) {
                    write(
                            exchange,
                            Answer.refusal(new Refused(
                                    Refused.Reason.TOO_MANY_REQUESTS,
                                    "%d watches and followed logs are open, which is the limit".formatted(FLOWS))));
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
