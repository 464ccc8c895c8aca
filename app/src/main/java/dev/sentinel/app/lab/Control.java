package dev.sentinel.app.lab;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The door through which a running lab is changed and looked at, on loopback: {@code POST /do} with a sentence, {@code GET
 * /show}. Only for who has the token, so that no page in a browser and no other user of the machine gets in.
 */
final class Control implements AutoCloseable {

    private static final int LONGEST = 16 * 1024;

    private record Answer(int status, String text) {}

    private final Stage stage;
    private final Faults faults;
    private final byte[] pass;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Control(Stage stage, Faults faults, String token) throws IOException {
        this.stage = stage;
        this.faults = faults;
        this.pass = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(threads);
        server.createContext("/", this::serve);
    }

    static Control open(Stage stage, Faults faults, String token) throws IOException {
        Control control = new Control(stage, faults, token);
        control.server.start();
        return control;
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
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST + 1);
            Answer answer = answer(exchange, body);
            byte[] bytes = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange, byte[] body) {
        String said = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                .orElse("");
        if (!MessageDigest.isEqual(pass, said.getBytes(StandardCharsets.UTF_8))) {
            return new Answer(401, "the token is missing or wrong; it is in the state file of the lab");
        }
        if (body.length > LONGEST) {
            return new Answer(413, "a sentence has at most %d bytes".formatted(LONGEST));
        }
        return switch (exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath()) {
            case "POST /do" -> happen(new String(body, StandardCharsets.UTF_8));
            case "GET /show" -> new Answer(200, stage.look(Picture::of).write());
            default -> new Answer(404, "here are only POST /do and GET /show");
        };
    }

    private Answer happen(String sentence) {
        try {
            Instant at = stage.ask(world -> {
                faults.happen(Sentence.read(sentence));
                return world.now();
            });
            return new Answer(200, at.toString());
        } catch (Refused refused) {
            return new Answer(refused.reason().code(), String.valueOf(refused.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new Answer(500, "the lab failed: " + e.getMessage());
        }
    }
}
