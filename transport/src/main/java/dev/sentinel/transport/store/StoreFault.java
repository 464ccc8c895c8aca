package dev.sentinel.transport.store;

import org.jspecify.annotations.Nullable;

/** What the world did to the store, classified once; the message is meant for a person. */
public final class StoreFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What happened. */
    public enum Kind {
        CORRUPT(false),
        FOREIGN(false),
        NEWER_SCHEMA(false),
        CHANGED_SCHEMA(false),
        MISSING(false),
        DENIED(false),
        CONSTRAINT(false),
        STATEMENT(false),
        DISK_FULL(true),
        IO_ERROR(true),
        READ_ONLY(true),
        BUSY(true),
        OVERLOADED(true),
        UNREACHABLE(true),
        OUTCOME_UNKNOWN(true),
        CLOSED(true);

        private final boolean passing;

        Kind(boolean passing) {
            this.passing = passing;
        }
    }

    private final Kind kind;

    StoreFault(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed later with neither the program nor its input changed. */
    public boolean isTransient() {
        return kind.passing;
    }

    /** Whether only the work that met it is to blame; everything else in the same transaction may go on. */
    boolean isOfTheWorkAlone() {
        return kind == Kind.CONSTRAINT || kind == Kind.STATEMENT;
    }
}
