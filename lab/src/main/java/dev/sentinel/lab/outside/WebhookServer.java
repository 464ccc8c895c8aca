package dev.sentinel.lab.outside;

import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A receiver of webhooks: accepts each POST on any path with 204, and turns away what is not signed as it expects. */
public final class WebhookServer implements AutoCloseable {

    private static final int REMEMBERED = 1_000;

    private final Recent<Request> received = new Recent<>(REMEMBERED);
    private final AtomicReference<Optional<Signature>> expected = new AtomicReference<>(Optional.empty());
    private final HttpDoor door;

    private WebhookServer(InstantSource time, int port) throws IOException {
        this.door = HttpDoor.open(this::answer, time, port);
    }

    /** Starts to listen; port 0 takes any free one. The time is that of a clock, or {@code stage::now}. */
    public static WebhookServer open(InstantSource time, int port) throws IOException {
        return new WebhookServer(time, port);
    }

    public URI uri() {
        return door.uri();
    }

    public Outage outage() {
        return door.outage();
    }

    /** From now on what does not carry the signature is answered 401, and not received. */
    public void expects(Signature signature) {
        expected.set(Optional.of(signature));
    }

    /** What was accepted, the last thousand, in the order in which it came. */
    public List<Request> received() {
        return received.all();
    }

    @Override
    public void close() {
        door.close();
    }

    private Reply answer(Request request) {
        if (!request.method().equals("POST")) {
            return Reply.text(405, "only POST here");
        }
        if (!expected.get().map(signature -> signature.on(request)).orElse(true)) {
            return Reply.text(401, "the signature is missing or wrong");
        }
        received.add(request);
        return Reply.text(204, "");
    }
}
