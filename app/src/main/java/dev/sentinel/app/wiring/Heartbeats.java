package dev.sentinel.app.wiring;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.proto.EventIds;
import dev.sentinel.transport.courier.Courier;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.transport.tempo.Tempo;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends Sentinel's own heartbeat the way every fact goes, so that its silence is a signal like any other's. */
public final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    // Its way through the program makes what the first message needs, which would be a tenth of the start.
    private static final Duration SETTLED = Duration.ofSeconds(3);

    private final String cluster;
    private final String instance;
    private final Duration every;
    private final Spool spool;
    private final Courier courier;
    private final Tempo tempo;
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    /** Who beats, for whom, how often. */
    public record Rhythm(String cluster, String instance, Duration every) {}

    private Heartbeats(Rhythm rhythm, Spool spool, Courier courier, Tempo tempo) {
        this.cluster = rhythm.cluster();
        this.instance = rhythm.instance();
        this.every = rhythm.every();
        this.spool = spool;
        this.courier = courier;
        this.tempo = tempo;
        this.thread = Thread.ofPlatform().daemon().name("heartbeat").unstarted(this::run);
    }

    public static Heartbeats start(Rhythm rhythm, Spool spool, Courier courier, Tempo tempo) {
        Heartbeats heartbeats = new Heartbeats(rhythm, spool, courier, tempo);
        heartbeats.thread.start();
        return heartbeats;
    }

    private void run() {
        try {
            boolean ended = over.await(SETTLED.toMillis(), TimeUnit.MILLISECONDS);
            while (!ended) {
                beat();
                ended = tempo.pause(every, over);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        Instant now = tempo.clock().instant();
        var time = Timestamps.fromMillis(now.toEpochMilli());
        Event beat = Event.newBuilder()
                .setCluster(cluster)
                .setSource(Source.newBuilder().setCollector("sentinel").setInstance(instance))
                .setOccurredAt(time)
                .setObservedAt(time)
                .setSeverity(Severity.SEVERITY_INFO)
                .setSubject(Ref.newBuilder().setKind("sentinel.collector").setName(instance))
                .setHeartbeat(Heartbeat.newBuilder().setIntervalSeconds((int) Math.max(1, every.toSeconds())))
                .build();
        Event event = beat.toBuilder().setId(EventIds.of(beat)).build();
        var unused = spool.offer(event).whenComplete((kept, failure) -> {
            if (failure != null) {
                LOG.atWarn().setCause(failure).log("the heartbeat could not be spooled");
            }
            courier.nudge();
        });
    }

    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
    }
}
