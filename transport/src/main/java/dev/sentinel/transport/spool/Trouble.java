package dev.sentinel.transport.spool;

import dev.sentinel.transport.store.StoreFault;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Tells the failures of a disk, which another disk may help, from everything else. */
final class Trouble {
    private Trouble() {}

    static boolean isOfTheDisk(Throwable cause) {
        return switch (cause) {
            case StoreFault fault ->
                switch (fault.kind()) {
                    case CORRUPT, MISSING, DISK_FULL, IO_ERROR, READ_ONLY, BUSY, OVERLOADED, OUTCOME_UNKNOWN -> true;
                    case FOREIGN, NEWER_SCHEMA, CHANGED_SCHEMA, DENIED, CONSTRAINT, STATEMENT, UNREACHABLE, CLOSED ->
                        false;
                };
            default -> cause instanceof TimeoutException || cause instanceof UncheckedIOException;
        };
    }

    static boolean isStall(Throwable cause) {
        return cause instanceof TimeoutException
                || (cause instanceof StoreFault fault
                        && (fault.kind() == StoreFault.Kind.OVERLOADED || fault.kind() == StoreFault.Kind.BUSY));
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException
                ? Stream.ofNullable(failure.getCause()).findFirst().orElse(failure)
                : failure;
    }

    static String reason(Throwable cause, Duration stall) {
        return cause instanceof TimeoutException
                ? "The disk did not confirm a write within %d ms. Check it (dmesg, latency)."
                        .formatted(stall.toMillis())
                : String.valueOf(cause.getMessage());
    }
}
