package dev.sentinel.app.lifecycle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must be closed, registered beside its construction. Closes in reverse, each step on a thread of its own: one
 * that fails or hangs is named and left behind, and the rest still close. One thread builds it, one closes it.
 */
public final class Closing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    /** No step waits longer than for a third of what is left. */
    private static final int LARGEST_PART = 3;

    private final Duration grace;
    private final Deque<Step> steps = new ArrayDeque<>();

    private record Step(String name, Action action) {}

    /** One step of closing; libraries declare whatever they like here, so this does too. */
    @FunctionalInterface
    public interface Action {
        void run() throws Exception;
    }

    /** A step that did not close: by which name it was registered, and why. */
    public record Failure(String step, String why) {}

    /** The grace is for all steps together. */
    public Closing(Duration grace) {
        this.grace = grace;
    }

    public void add(String name, Action action) {
        steps.push(new Step(name, action));
    }

    public <T extends AutoCloseable> T closes(String name, T part) {
        add(name, part::close);
        return part;
    }

    /** Gives every step to a new stack, for who owns the parts once all of them stand; this one is empty afterwards. */
    public Closing handOver() {
        var owned = new Closing(grace);
        owned.steps.addAll(steps);
        steps.clear();
        return owned;
    }

    /** Closes everything registered, and returns what did not close; a second call finds nothing left to do. */
    public List<Failure> closeAll() {
        var failures = new ArrayList<Failure>();
        var end = System.nanoTime() + grace.toNanos();
        while (!steps.isEmpty()) {
            // A part of the time left: a step that hangs cannot take the turn of those after it, and one that has to
            // let
            // go of many sources has the seconds for it.
            var share = Math.max(0, end - System.nanoTime()) / Math.min(LARGEST_PART, steps.size());
            close(steps.pop(), Duration.ofNanos(share)).ifPresent(failures::add);
        }
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        closeAll();
    }

    private static Optional<Failure> close(Step step, Duration share) {
        var task = new FutureTask<>(() -> {
            step.action().run();
            return step;
        });
        var thread = Thread.ofPlatform().daemon().name("closing " + step.name()).start(task);
        try {
            task.get(share.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (ExecutionException failed) {
            LOG.atError()
                    .addKeyValue("step", step.name())
                    .setCause(failed.getCause())
                    .log("did not close");
            return Optional.of(new Failure(step.name(), String.valueOf(failed.getCause())));
        } catch (TimeoutException late) {
            return Optional.of(leftBehind(step, thread, "still closing after " + share.toMillis() + " ms"));
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            return Optional.of(leftBehind(step, thread, "interrupted while closing"));
        }
    }

    private static Failure leftBehind(Step step, Thread thread, String why) {
        thread.interrupt();
        LOG.atError().addKeyValue("step", step.name()).addKeyValue("why", why).log("did not close");
        return new Failure(step.name(), why);
    }
}
