package dev.sentinel.bench;

import dev.sentinel.v1.Event;
import java.time.Instant;

/** Takes decoded events and decides. */
interface Contestant {
    void accept(Event event, Instant at);

    /** How many decisions it made. */
    long decisions();
}
