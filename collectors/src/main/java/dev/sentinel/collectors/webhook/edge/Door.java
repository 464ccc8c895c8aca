package dev.sentinel.collectors.webhook.edge;

import dev.sentinel.collectors.running.Desk;
import dev.sentinel.collectors.running.NotKept;
import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.collectors.webhook.Body;
import dev.sentinel.collectors.webhook.Mappings;
import dev.sentinel.collectors.webhook.Outcome;
import dev.sentinel.collectors.webhook.SentEvents;
import dev.sentinel.transport.store.StoreFault;
import dev.sentinel.v1.UnreachableCause;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One way in: lets in who may, and tells what came before the sender hears that it is safe. */
final class Door implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(Door.class);
    /** Calls that wait longer are told to come again, so that a slow spool does not hold all threads of the server. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String BEARER = "Bearer ";

    private final Hook hook;
    private final Mappings mappings;
    private final SentEvents sent;
    private final ReentrantLock turn = new ReentrantLock(true);
    private volatile Optional<Inside> inside = Optional.empty();

    private record Inside(Desk desk, Understanding understanding) {}

    Door(Hook hook, Mappings mappings, SentEvents sent) {
        this.hook = hook;
        this.mappings = mappings;
        this.sent = sent;
    }

    Hook hook() {
        return hook;
    }

    @Override
    public String path() {
        return hook.path();
    }

    @Override
    public int mostBytes() {
        return Body.LARGEST;
    }

    void open(Desk desk) {
        inside = Optional.of(new Inside(desk, new Understanding(hook, desk, mappings, sent)));
    }

    void shut() {
        inside = Optional.empty();
    }

    @Override
    public Reply take(Request request) {
        Optional<Inside> now = inside;
        if (now.isEmpty()) {
            return new Reply(503, "not ready yet; send it again");
        }
        Reply reply = letIn(request) ? received(request, now.get()) : new Reply(401, "a bearer token is needed here");
        Counter.builder("sentinel.collector.received")
                .description("Calls that were received, by how they were answered")
                .tag("collector", "webhook")
                .tag("source", hook.name())
                .tag("status", Integer.toString(reply.status()))
                .register(now.get().desk().meters().registry())
                .increment();
        return reply;
    }

    private boolean letIn(Request request) {
        if (hook.token().isEmpty()) {
            return true;
        }
        String shown = request.header("authorization");
        if (!shown.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        try {
            // In a time that does not say how much of it was right.
            return MessageDigest.isEqual(
                    shown.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8),
                    hook.token().get().read().getBytes(StandardCharsets.UTF_8));
        } catch (Unreachable e) {
            LOG.atWarn()
                    .addKeyValue("source", hook.name())
                    .addKeyValue("why", e.getMessage())
                    .log("nobody can be let in");
            return false;
        }
    }

    private Reply received(Request request, Inside now) {
        if (request.body().length > mostBytes()) {
            return new Reply(413, "at most %d bytes are taken".formatted(mostBytes()));
        }
        try {
            if (!turn.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Reply(503, "too many wait here; send it again");
            }
            try {
                return switch (now.understanding().take(request)) {
                    case Outcome.Taken taken ->
                        new Reply(
                                202,
                                taken.leftOut().isEmpty()
                                        ? "taken"
                                        : "taken, but for: " + String.join("; ", taken.leftOut()));
                    case Outcome.Refused refused -> new Reply(refused.refusal().code(), refused.why());
                };
            } finally {
                turn.unlock();
            }
        } catch (NotKept | StoreFault e) {
            return new Reply(503, "it could not be kept; send it again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reply(503, "this program ends; send it again");
        }
    }

    /** Storms end in silence, and too long a silence is news. */
    void mind() throws IOException, InterruptedException {
        Optional<Inside> now = inside;
        if (now.isEmpty()) {
            return;
        }
        Instant last;
        turn.lockInterruptibly();
        try {
            now.get().understanding().quiet();
            last = now.get().understanding().last();
        } finally {
            turn.unlock();
        }
        Duration silent = Duration.between(last, now.get().desk().now());
        if (hook.silence().filter(most -> silent.compareTo(most) > 0).isPresent()) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT,
                    "nothing came to %s for %d s; does the sender still run, and does it still send here?"
                            .formatted(hook.path(), silent.toSeconds()));
        }
    }
}
