package dev.sentinel.lab.api;

import dev.sentinel.lab.stage.Stage;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Longhorn's own REST API, which asks nobody who they are; in a cluster it listens on port 9500 (domain 5.0). */
public final class LonghornServer implements AutoCloseable {

    private final Wire wire;

    private LonghornServer(Wire wire) {
        this.wire = wire;
    }

    /** Starts to listen; port 0 takes any free one. */
    public static LonghornServer open(Stage stage, int port) throws IOException {
        LonghornDesk desk = new LonghornDesk(stage);
        return new LonghornServer(
                Wire.open(new Wire.Desk(desk::answer, LonghornServer::refusal), new Trouble(), Optional.empty(), port));
    }

    public URI uri() {
        return wire.uri();
    }

    @Override
    public void close() {
        wire.close();
    }

    /** 404 for what is not there and 500 for everything else: callers must read the message. */
    private static Answer refusal(Refused refused) {
        boolean missing = refused.reason() == Refused.Reason.NOT_FOUND;
        int status = missing ? 404 : 500;
        return Answer.json(
                status,
                Tree.of(
                        "type",
                        "error",
                        "status",
                        status,
                        "code",
                        missing ? "Not Found" : "Server Error",
                        "message",
                        String.valueOf(refused.getMessage())));
    }
}
