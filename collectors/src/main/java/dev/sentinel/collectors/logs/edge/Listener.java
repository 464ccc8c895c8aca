package dev.sentinel.collectors.logs.edge;

import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;

/** Somebody who hears every entry of the logs that are read, beside the signatures. Called by several threads. */
@FunctionalInterface
public interface Listener {
    /** What an entry is worth; mostly nothing. The facts are those of whoever reads the log. */
    List<Event> hear(Facts facts, Entry entry, Origin origin, Instant observedAt);
}
