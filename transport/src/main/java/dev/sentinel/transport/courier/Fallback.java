package dev.sentinel.transport.courier;

import dev.sentinel.v1.Event;
import java.util.List;

/** The way around the broker. */
@FunctionalInterface
public interface Fallback {

    /** What became of a delivery around the broker. */
    sealed interface Answer {

        /** The receiver has committed all but these, which it refuses as they are. */
        record Taken(List<String> rejectedIds) implements Answer {
            public Taken {
                rejectedIds = List.copyOf(rejectedIds);
            }
        }

        /** Nobody answered; whether anything was taken is unknown. */
        record Failed(String why) implements Answer {}
    }

    Answer deliver(List<Event> events);
}
