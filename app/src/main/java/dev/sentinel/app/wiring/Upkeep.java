package dev.sentinel.app.wiring;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Work that is done now and then, on a thread of its own. */
public final class Upkeep implements AutoCloseable {

    private final ScheduledExecutorService timer;

    private Upkeep(ScheduledExecutorService timer) {
        this.timer = timer;
    }

    public static Upkeep every(Duration period, Runnable work) {
        var timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("upkeep").factory());
        var unused = timer.scheduleWithFixedDelay(work, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
        return new Upkeep(timer);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
