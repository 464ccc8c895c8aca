package dev.sentinel.transport.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Catches the fault that a test expects. */
public final class Faults {
    private Faults() {}

    public static StoreFault met(Runnable attempt) {
        try {
            attempt.run();
        } catch (StoreFault fault) {
            return fault;
        }
        throw new AssertionError("Expected a fault of the store, but nothing went wrong");
    }

    public static StoreFault of(CompletableFuture<?> future) {
        try {
            Object value = future.get(20, TimeUnit.SECONDS);
            throw new AssertionError("Expected a fault of the store, but got " + value);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreFault fault) {
                return fault;
            }
            throw new AssertionError("Expected a fault of the store", e);
        } catch (TimeoutException e) {
            throw new AssertionError("Expected a fault of the store within 20 s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }
}
