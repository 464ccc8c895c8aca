package dev.sentinel.transport.bus;

/** What is known about a publish. Only {@link Confirmed} allows forgetting the message. */
public sealed interface Confirmation {

    /** The broker has it, safely, in at least one queue. */
    record Confirmed() implements Confirmation {}

    /** The broker does not have it: no queue took it, or the queue is full. */
    record Refused(String why) implements Confirmation {}

    /** The broker may or may not have it: no confirm came back. Publishing again makes a duplicate at worst. */
    record Unknown(String why) implements Confirmation {}

    /** It never left this process. */
    record NotSent(String why) implements Confirmation {}
}
