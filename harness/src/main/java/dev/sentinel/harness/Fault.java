package dev.sentinel.harness;

/** What a test may want to do to a server; only a server that the harness started itself can do it. */
public enum Fault {
    /** Kill the server without warning and bring it back on the same data. */
    KILL,
    /** Stop the server in its tracks, its connections left open, and let it go on later. */
    FREEZE,
    /** Make the broker believe that its disk is full. */
    DISK_ALARM,
    /** Run the server's own command-line tool. */
    CONTROL
}
