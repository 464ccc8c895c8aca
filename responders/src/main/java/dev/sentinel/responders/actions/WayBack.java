package dev.sentinel.responders.actions;

import java.time.Duration;

/** Whether an act can be taken back, and by what. */
public sealed interface WayBack {

    /** It changes nothing. */
    record Unchanging() implements WayBack {}

    /** Another act restores what was; it is owed until it is done or a person gives it up. */
    record By(String action, Duration due) implements WayBack {}

    /** Nothing brings it back. */
    record Never(String reason, String loss) implements WayBack {}
}
