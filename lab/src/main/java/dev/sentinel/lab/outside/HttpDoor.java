package dev.sentinel.lab.outside;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** HTTP on loopback before an outside service: a virtual thread for each request, and the outage that was asked for. */
final class HttpDoor implements AutoCloseable, Outage.Listening {

    private static final int BODY_LIMIT = 1024 * 1024;
    private static final int FLOWS = 100;

    /** Who answers. */
    interface Service {
        Reply answer(Request request) throws InterruptedException;

        /** How the service words a failure that it was told to have. */
        default Reply failing(int status) {
            return Reply.text(status, "");
        }
    }

    private final Service service;
    private final InstantSource time;
    private final Outage outage = new Outage(this);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore flows = new Semaphore(FLOWS);
    private final int port;
    private HttpServer server;

    private HttpDoor(Service service, InstantSource time, HttpServer server) {
        this.service = service;
        this.time = time;
        this.server = server;
        this.port = server.getAddress().getPort();
    }

    /** Starts to listen; port 0 takes any free one. */
    static HttpDoor open(Service service, InstantSource time, int port) throws IOException {
        HttpDoor door = new HttpDoor(service, time, listener(port));
        door.serve();
        return door;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    Outage outage() {
        return outage;
    }

    @Override
    public synchronized void stop() {
        server.stop(0);
    }

    @Override
    public synchronized void start() throws IOException {
        server = listener(port);
        serve();
    }

    @Override
    public void close() {
        stop();
        threads.shutdownNow();
    }

    private static HttpServer listener(int port) throws IOException {
        // Without it each answer waits 40 ms for an acknowledgement; the server reads it once, when it is first used.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 128);
    }

    private void serve() {
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(BODY_LIMIT + 1);
            Thread.sleep(outage.delay());
            if (body.length > BODY_LIMIT) {
                write(exchange, service.failing(413));
                return;
            }
            Request request = Request.of(
                    time.instant(),
                    exchange.getRequestMethod(),
                    exchange.getRequestURI(),
                    exchange.getRequestHeaders(),
                    new String(body, StandardCharsets.UTF_8));
            switch (outage.next()) {
                case Outage.Fate.Served served -> write(exchange, service.answer(request));
                case Outage.Fate.Refused refused -> {
                    refused.retryAfter().ifPresent(after -> retryAfter(exchange, after));
                    write(exchange, service.failing(refused.code()));
                }
                // Closing the exchange without an answer breaks the connection.
                case Outage.Fate.AnswerLost lost -> {
                    Reply unused = service.answer(request);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void retryAfter(HttpExchange exchange, Duration after) {
        exchange.getResponseHeaders().set("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
    }

    private void write(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
        switch (reply) {
            case Reply.Whole whole -> {
                whole.headers().forEach(exchange.getResponseHeaders()::set);
                byte[] bytes = whole.body().getBytes(StandardCharsets.UTF_8);
                boolean bare = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
                exchange.sendResponseHeaders(whole.status(), bare ? -1 : bytes.length);
                if (!bare) {
                    exchange.getResponseBody().write(bytes);
                }
            }
            case Reply.Flow flow -> {
                if (!flows.tryAcquire()) {
                    write(exchange, service.failing(429));
                    return;
                }
                try {
                    exchange.getResponseHeaders().set("Content-Type", flow.type());
                    exchange.sendResponseHeaders(200, 0);
                    flow.flowing().to(exchange.getResponseBody());
                } finally {
                    flows.release();
                }
            }
        }
    }
}
