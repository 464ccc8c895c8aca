package dev.sentinel.app.wiring;

/** What one process does; {@code sentinel run} does all of it. */
public enum Role {
    /** Reads sources and sends what it sees. */
    COLLECT,
    /** Takes events in and links them into incidents. */
    CORRELATE,
    /** Plans, asks, acts and tells people. */
    RESPOND
}
