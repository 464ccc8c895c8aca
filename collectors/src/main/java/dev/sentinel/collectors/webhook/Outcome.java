package dev.sentinel.collectors.webhook;

import dev.sentinel.collectors.stores.AlertState;
import dev.sentinel.v1.Event;
import java.util.List;

/** What became of a call. */
public sealed interface Outcome {

    /**
     * It became events, or rightly none.
     *
     * @param state what is to be remembered of alerts
     * @param leftOut why some of the things in it became nothing
     */
    record Taken(AlertState state, List<Event> events, List<String> leftOut) implements Outcome {
        public Taken {
            events = List.copyOf(events);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** Nothing of it became an event. */
    record Refused(Refusal refusal, String why) implements Outcome {}
}
