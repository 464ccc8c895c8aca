package dev.sentinel.app.lab;

import dev.sentinel.app.lifecycle.CannotStart;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;

/** The lab that runs in another process, found by the folder that it runs in. */
public final class LabDoor implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final State state;
    private final HttpClient client = HttpClient.newHttpClient();

    private LabDoor(Path folder, State state) {
        this.folder = folder;
        this.state = state;
    }

    /** What came of asking. */
    public sealed interface Answer {
        record Done(String said) implements Answer {}

        /** Turned down, with the code that Kubernetes has for such a reason. */
        record Refused(int code, String why) implements Answer {}
    }

    public static LabDoor of(Path folder) throws CannotStart {
        try {
            return new LabDoor(
                    folder,
                    State.read(folder)
                            .orElseThrow(() -> new CannotStart(
                                    "no lab runs in %1$s; start one in another terminal: sentinel lab up --folder %1$s"
                                            .formatted(folder))));
        } catch (IOException e) {
            throw new CannotStart(
                    "the lab in %s cannot be found (%s); start it again: sentinel lab up"
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    public Answer happen(String sentence) throws CannotStart, InterruptedException {
        return send(HttpRequest.newBuilder(state.control().resolve("/do"))
                .POST(HttpRequest.BodyPublishers.ofString(sentence)));
    }

    public Answer show() throws CannotStart, InterruptedException {
        return send(HttpRequest.newBuilder(state.control().resolve("/show")));
    }

    @Override
    public void close() {
        client.close();
    }

    private Answer send(HttpRequest.Builder request) throws CannotStart, InterruptedException {
        try {
            HttpResponse<String> answer = client.send(
                    request.header("Authorization", "Bearer " + state.token())
                            .timeout(PATIENCE)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? new Answer.Done(answer.body())
                    : new Answer.Refused(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new CannotStart(
                    "the lab in %s (process %d) does not answer (%s); it was probably killed: start it again with sentinel lab up"
                            .formatted(folder, state.pid(), e),
                    e);
        }
    }
}
