package dev.sentinel.app.wiring;

import dev.sentinel.transport.tempo.Tempo;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Work that is done now and then, on a thread of its own. */
public final class Upkeep implements AutoCloseable {

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    private Upkeep(Duration period, Tempo tempo, Runnable work) {
        this.thread = Thread.ofPlatform().daemon().name("upkeep").unstarted(() -> {
            try {
                while (!tempo.pause(period, over)) {
                    work.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    public static Upkeep every(Duration period, Tempo tempo, Runnable work) {
        var upkeep = new Upkeep(period, tempo, work);
        upkeep.thread.start();
        return upkeep;
    }

    @Override
    public void close() {
        over.countDown();
        thread.interrupt();
    }
}
