package dev.sentinel.transport.spool;

/** How safe the events are that the spool takes in now. */
public sealed interface Condition {

    /** On disk, in the folder that was configured. */
    record Durable() implements Condition {}

    /** On disk, but in the second folder. */
    record SecondFolder(String why) implements Condition {}

    /** In memory alone: a crash loses what is not delivered. */
    record MemoryOnly(String why) implements Condition {}
}
