package dev.sentinel.responders.quarantine;

import dev.sentinel.v1.Quarantine;

/** A quarantine after something happened, and what is to be done now. */
public record Turn(Quarantine quarantine, Next next) {

    /** What is to be done. */
    public enum Next {
        NOTHING,
        /** Something changed that people see. */
        TELL,
        /** The recorded way back is to be taken. */
        RELEASE
    }
}
