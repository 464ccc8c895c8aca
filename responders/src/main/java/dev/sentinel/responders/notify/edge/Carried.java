package dev.sentinel.responders.notify.edge;

import java.time.Duration;
import java.util.Optional;

/** What became of a message. */
public sealed interface Carried {

    /** It is there; where, when the door says so. */
    record There(Optional<Channel.Post> post) implements Carried {}

    /** Not now: the network, the other side's trouble, or too many at once. */
    record NotNow(String why, Optional<Duration> after) implements Carried {}

    /** Not like this, however often: a wrong token or address, or a message that is not taken. */
    record Never(String why) implements Carried {}
}
