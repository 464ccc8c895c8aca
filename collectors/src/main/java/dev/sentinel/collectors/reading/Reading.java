package dev.sentinel.collectors.reading;

import dev.sentinel.v1.Event;
import java.util.List;

/** What came of looking at something: what to remember for the next look, and what to tell. */
public record Reading<S>(S state, List<Event> events) {
    public Reading {
        events = List.copyOf(events);
    }
}
