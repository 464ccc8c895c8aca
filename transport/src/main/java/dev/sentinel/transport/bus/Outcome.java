package dev.sentinel.transport.bus;

/** What should become of a delivered message. A handler only says it; the bus settles. */
public sealed interface Outcome {

    /** Its effect is committed (or was, earlier): take it off the queue. */
    record Accept() implements Outcome {}

    /** Try it again in place, before anything newer; after the policy's last attempt it is parked. */
    record Retry(String why) implements Outcome {}

    /** It can never be used as it is: put it aside with the reason. */
    record Park(String why) implements Outcome {}

    Outcome ACCEPT = new Accept();
}
