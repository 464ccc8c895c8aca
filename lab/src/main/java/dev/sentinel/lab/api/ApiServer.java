package dev.sentinel.lab.api;

import dev.sentinel.lab.stage.Stage;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** The Kubernetes API of a world, on loopback. */
public final class ApiServer implements AutoCloseable {

    private final Trouble trouble;
    private final Wire wire;

    private ApiServer(Trouble trouble, Wire wire) {
        this.trouble = trouble;
        this.wire = wire;
    }

    /** Starts to listen; port 0 takes any free one. */
    public static ApiServer open(Stage stage, int port) throws IOException {
        return open(stage, port, Optional.empty());
    }

    /** As {@link #open(Stage, int)}, for those who bring the bearer token. */
    public static ApiServer open(Stage stage, int port, String token) throws IOException {
        return open(stage, port, Optional.of(token));
    }

    public URI uri() {
        return wire.uri();
    }

    /** What can be made to go wrong with this server. */
    public Trouble trouble() {
        return trouble;
    }

    @Override
    public void close() {
        wire.close();
    }

    private static ApiServer open(Stage stage, int port, Optional<String> token) throws IOException {
        Trouble trouble = new Trouble();
        Desk desk = new Desk(stage, trouble);
        return new ApiServer(trouble, Wire.open(new Wire.Desk(desk::answer, Answer::refusal), trouble, token, port));
    }
}
