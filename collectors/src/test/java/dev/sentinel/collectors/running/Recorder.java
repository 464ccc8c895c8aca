package dev.sentinel.collectors.running;

import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps what it is told, or refuses it for a while. */
final class Recorder implements Outflow {
    private final List<Event> events = new ArrayList<>();
    private boolean full;

    @Override
    public synchronized void tell(List<Event> told) throws NotKept {
        if (full) {
            throw new NotKept("the recorder is full");
        }
        events.addAll(told);
    }

    synchronized void full(boolean now) {
        full = now;
    }

    @Override
    public Backlog backlog() {
        return new Backlog(7, Duration.ofSeconds(3));
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    List<Event> of(String kind) {
        return all(kind).toList();
    }

    Optional<Event> last(String kind) {
        return all(kind).reduce((first, second) -> second);
    }

    private Stream<Event> all(String kind) {
        return events().stream().filter(event -> Kinds.of(event).equals(kind));
    }
}
