package dev.sentinel.lab.servers.edge;

import dev.sentinel.lab.servers.Letter;
import dev.sentinel.lab.servers.Telemetry;
import dev.sentinel.lab.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** Brings the notifications of Alertmanagers to their receiver; one thread, for as long as it is open. */
final class Post implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration NAP = Duration.ofSeconds(1);

    private final Stage stage;
    private final Telemetry telemetry;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Thread thread;

    private Post(Stage stage, Telemetry telemetry) {
        this.stage = stage;
        this.telemetry = telemetry;
        this.thread = Thread.ofVirtual().name("lab-post").unstarted(this::run);
    }

    static Post open(Stage stage, Telemetry telemetry) {
        Post post = new Post(stage, telemetry);
        post.thread.start();
        return post;
    }

    @Override
    public void close() {
        thread.interrupt();
        http.shutdownNow();
    }

    private void run() {
        try {
            while (true) {
                long seen = stage.turn();
                List<Letter> letters = stage.look(telemetry::letters);
                for (Letter letter : letters) {
                    bring(letter);
                }
                stage.awaitTurnAfter(seen, NAP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void bring(Letter letter) throws InterruptedException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(letter.to().url()))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .header("User-Agent", "Alertmanager/0.28.1")
                    .POST(HttpRequest.BodyPublishers.ofString(letter.body()));
            letter.to().bearer().ifPresent(token -> request.header("Authorization", "Bearer " + token));
            int status = http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            told(letter, status / 100 == 2, "unexpected status code " + status);
        } catch (IOException e) {
            told(letter, false, "Post \"%s\": %s".formatted(letter.to().url(), e));
        }
    }

    private void told(Letter letter, boolean taken, String how) {
        stage.play(world -> telemetry.sent(world, letter, taken, how));
    }
}
