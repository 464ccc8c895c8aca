package dev.sentinel.correlator.capture;

import dev.sentinel.v1.Event;
import java.time.Instant;

/** An event and when it was accepted: together they are all that a core is fed with. */
public record Moment(Instant accepted, Event event) {}
