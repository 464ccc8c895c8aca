package dev.sentinel.app.wiring;

import dev.sentinel.app.lifecycle.Readiness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Asks each part four times a second whether it can work, and tells readiness what it said. */
public final class Pulse implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(250);

    private record Watched(Readiness.Part part, Supplier<Optional<String>> trouble) {
        void look() {
            trouble.get().ifPresentOrElse(part::notReady, part::ready);
        }
    }

    private final List<Watched> watched = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pulse").factory());

    public void watch(Readiness.Part part, Supplier<Optional<String>> trouble) {
        watched.add(new Watched(part, trouble));
    }

    public void start() {
        var unused = timer.scheduleWithFixedDelay(
                () -> watched.forEach(Watched::look), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
