package dev.sentinel.lab.stage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Moves the world's time along with a clock, or so many times as fast; one thread. */
public final class Pace implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(20);
    /** So much of the world's time passes at once; then whoever waits for a look at it has a turn. */
    private static final Duration STRIDE = Duration.ofMinutes(2);

    private final Supplier<Instant> due;
    private final ScheduledFuture<?> walk;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread own = new Thread(work, "lab-pace");
        own.setDaemon(true);
        return own;
    });

    private Pace(Stage stage, Supplier<Instant> due) {
        this.due = due;
        this.walk = thread.scheduleWithFixedDelay(() -> walk(stage), 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void walk(Stage stage) {
        Instant goal = due();
        for (Instant next = stage.now().plus(STRIDE); next.isBefore(goal); next = next.plus(STRIDE)) {
            stage.advance(next);
        }
        stage.advance(goal);
    }

    /** From now on a second of real time is {@code factor} seconds of the world. */
    public static Pace start(Stage stage, Clock clock, double factor) {
        if (!(factor > 0 && factor <= 100_000)) {
            throw new IllegalArgumentException("a pace is above 0 and at most 100000, not " + factor);
        }
        Instant begin = clock.instant();
        Instant worldBegin = stage.now();
        return new Pace(
                stage,
                () -> worldBegin.plusMillis(
                        (long) (Duration.between(begin, clock.instant()).toMillis() * factor)));
    }

    /** It is as late in the world as that clock says, which may run at any speed and change it. */
    public static Pace follow(Stage stage, Clock clock) {
        return new Pace(stage, clock::instant);
    }

    /** Where the world should be now. */
    Instant due() {
        return due.get();
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
