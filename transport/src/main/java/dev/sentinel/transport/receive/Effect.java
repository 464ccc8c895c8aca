package dev.sentinel.transport.receive;

import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Event;
import java.util.List;

/** What a receiver does with events it has not seen before, inside the transaction that remembers them. */
@FunctionalInterface
public interface Effect {
    void apply(Sql sql, List<Event> events);
}
