package dev.sentinel.transport.store;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A work that waits for its commit, and then for its caller to be told. */
final class Pending<T> {
    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private @Nullable T value;
    private Optional<Throwable> failure = Optional.empty();

    Pending(Work<T> work) {
        this.work = work;
    }

    CompletableFuture<T> future() {
        return future;
    }

    /**
     * Runs the work; what is not its own fault ends its whole group.
     *
     * @param alone nobody shares the transaction, which saves the savepoint's two round trips
     */
    void run(Session session, boolean alone) {
        value = null;
        failure = Optional.empty();
        try {
            value = alone ? work.run(session.sql()) : session.apart(work);
        } catch (StoreFault e) {
            if (!e.isOfTheWorkAlone()) {
                throw e;
            }
            failure = Optional.of(e);
        } catch (RuntimeException | Error e) {
            failure = Optional.of(e);
        }
    }

    boolean hasFailed() {
        return failure.isPresent();
    }

    void settle() {
        failure.ifPresentOrElse(future::completeExceptionally, () -> future.complete(value));
    }

    void fail(StoreFault fault) {
        future.completeExceptionally(fault);
    }
}
