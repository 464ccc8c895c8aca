package dev.sentinel.app.wiring;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.proto.EventIds;
import dev.sentinel.transport.courier.Courier;
import dev.sentinel.transport.spool.Spool;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.Source;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    private final Clock clock;
    private final ScheduledExecutorService timer;

    /** Who beats, for whom, how often. */
    public record Rhythm(String cluster, String instance, Duration every) {}

    private Heartbeats(Rhythm rhythm, Spool spool, Courier courier, Clock clock) {
        this.cluster = rhythm.cluster();
        this.instance = rhythm.instance();
        this.every = rhythm.every();
        this.spool = spool;
        this.courier = courier;
        this.clock = clock;
        this.timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("heartbeat").factory());
    }

    public static Heartbeats start(Rhythm rhythm, Spool spool, Courier courier, Clock clock) {
        Heartbeats heartbeats = new Heartbeats(rhythm, spool, courier, clock);
        var unused = heartbeats.timer.scheduleAtFixedRate(
                heartbeats::beat, SETTLED.toMillis(), rhythm.every().toMillis(), TimeUnit.MILLISECONDS);
        return heartbeats;
    }

    private void beat() {
        Instant now = clock.instant();
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
        timer.shutdownNow();
    }
}
