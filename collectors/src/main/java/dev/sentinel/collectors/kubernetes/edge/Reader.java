package dev.sentinel.collectors.kubernetes.edge;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.collectors.running.Memory;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes facts of objects; asked by one thread at a time. What it remembers it takes from the memory when it is made. */
public interface Reader {

    /** An object as it is now. */
    List<Event> now(ObjectKind kind, JsonNode object, Instant now);

    /** An object is no more; what it was last is handed in. */
    List<Event> gone(ObjectKind kind, JsonNode last, Instant now);

    /**
     * All objects of these kinds were read.
     *
     * @param there the keys of those that exist, a namespace before a slash where they have one: whatever else is remembered has
     *     ended
     */
    List<Event> listed(Map<ObjectKind, Set<String>> there, Instant now);

    /** A page of metrics about the same things; those who expect none read nothing. */
    default List<Event> page(String page, Instant now) {
        return List.of();
    }

    /** What was told so far is safe: now it may be remembered. */
    void keep(Memory memory);
}
