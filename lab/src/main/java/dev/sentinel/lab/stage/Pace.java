package dev.sentinel.lab.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Moves the world's time along with real time, so many times as fast; one thread. */
public final class Pace implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);

    private final Clock clock;
    private final double factor;
    private final Instant begin;
    private final Instant worldBegin;
    private final ScheduledFuture<?> walk;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread own = new Thread(work, "lab-pace");
        own.setDaemon(true);
        return own;
    });

    private Pace(Stage stage, Clock clock, double factor) {
        this.clock = clock;
        this.factor = factor;
        this.begin = clock.instant();
        this.worldBegin = stage.now();
        this.walk =
                thread.scheduleWithFixedDelay(() -> stage.advance(due()), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on a second of real time is {@code factor} seconds of the world. */
    public static Pace start(Stage stage, Clock clock, double factor) {
        if (!(factor > 0 && factor <= 100_000)) {
            throw new IllegalArgumentException("a pace is above 0 and at most 100000, not " + factor);
        }
        return new Pace(stage, clock, factor);
    }

    /** Where the world should be now. */
    Instant due() {
        long real = Duration.between(begin, clock.instant()).toMillis();
        return worldBegin.plusMillis((long) (real * factor));
    }

    /** False once the world has failed, or the pace was closed; then its time stands still. */
    public boolean walks() {
        return !walk.isDone();
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
