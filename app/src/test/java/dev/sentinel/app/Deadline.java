package dev.sentinel.app;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends a process that a test started and that does not end by itself, so that who reads from it is not stuck. */
final class Deadline {
    private static final long SECONDS = 90;

    private Deadline() {}

    static Process on(Process process) {
        CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
        return process;
    }
}
