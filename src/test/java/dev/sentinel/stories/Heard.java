package dev.sentinel.stories;

import dev.sentinel.app.demo.Narrator;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What was accepted while a scenario was played, in its order, and which incidents opened. */
final class Heard implements Narrator {
    private final List<Event> events = new ArrayList<>();
    private final Set<String> opened = new TreeSet<>();

    List<Event> events() {
        return List.copyOf(events);
    }

    List<String> ids() {
        return events.stream().map(Event::getId).toList();
    }

    /** By what each is about: a pattern and a thing. */
    Set<String> opened() {
        return opened;
    }

    void accepted(Event event) {
        events.add(event);
    }

    void believed(Incident incident) {
        if (incident.hasOpenedAt()) {
            opened.add(incident.getPattern() + " about " + incident.getPivot().getKind() + "/"
                    + incident.getPivot().getNamespace() + "/"
                    + incident.getPivot().getName());
        }
    }

    @Override
    public void sees(Duration at, Event event) {
        accepted(event);
    }

    @Override
    public void believes(Duration at, Incident incident) {
        believed(incident);
    }
}
