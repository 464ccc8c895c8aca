package dev.sentinel.transport.spool;

/** What became of an event that was offered to the spool. */
public sealed interface Spooled {

    /** It is kept (durably, unless the spool's condition says otherwise) under this row. */
    record Kept(long row) implements Spooled {}

    /** It is lost, and its number with it, so that a receiver sees the gap. */
    record Refused(String why) implements Spooled {}
}
