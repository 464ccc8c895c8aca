package dev.sentinel.transport.store;

/** What to tell a person about each kind of fault. */
final class Remedies {
    private Remedies() {}

    static String happened(StoreFault.Kind kind) {
        return switch (kind) {
            case CORRUPT -> "is damaged";
            case FOREIGN -> "does not belong to Sentinel";
            case NEWER_SCHEMA -> "was written by a newer Sentinel";
            case CHANGED_SCHEMA -> "was made by a different build of Sentinel";
            case MISSING -> "does not exist or cannot be opened";
            case DENIED -> "refuses access";
            case CONSTRAINT -> "already holds what contradicts this write";
            case STATEMENT -> "did not accept a statement";
            case DISK_FULL -> "has no more room";
            case IO_ERROR -> "could not be read or written";
            case READ_ONLY -> "is read-only";
            case BUSY -> "is held by somebody else";
            case OVERLOADED -> "cannot keep up";
            case UNREACHABLE -> "cannot be reached";
            case OUTCOME_UNKNOWN -> "was lost during a commit, so this write may or may not have been kept";
            case CLOSED -> "is closed";
        };
    }

    static String nowDo(StoreFault.Kind kind) {
        return switch (kind) {
            case CORRUPT ->
                "Nothing was changed. Stop Sentinel, copy the database aside, then restore a backup or start with an empty one";
            case FOREIGN -> "Nothing was changed. Give Sentinel a file or database of its own";
            case NEWER_SCHEMA -> "Nothing was changed. Start the newer version, or restore a backup of the older one";
            case CHANGED_SCHEMA -> "Nothing was changed. Start the build that made it, or an officially released one";
            case MISSING -> "Create it or correct the address in the configuration";
            case DENIED -> "Give Sentinel's user the right to read and write it, or correct user and password";
            case CONSTRAINT, STATEMENT -> "This is a defect of Sentinel: please report it";
            case DISK_FULL -> "Free space or raise its limit; Sentinel goes on by itself. What was committed is safe";
            case IO_ERROR -> "Check its disk (dmesg, SMART). What was committed is safe as far as the disk is";
            case READ_ONLY -> "Make it writable (a disk remounted read-only after errors should be replaced first)";
            case BUSY -> "Make sure that only one Sentinel uses it; the work is tried again";
            case OVERLOADED -> "The work is refused for now and may be tried again; look at the disk's latency";
            case UNREACHABLE ->
                "Check that the server runs and that the network lets Sentinel through; it goes on by itself";
            case OUTCOME_UNKNOWN -> "The work may be done again: it is kept once";
            case CLOSED -> "Sentinel is stopping; the work can be done again after the start";
        };
    }
}
