package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.actions.Declaration;
import java.util.Collection;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** The words a runbook may use: the acts that the program can do, the guards it has, and the events it is told of. */
public final class Vocabulary {
    private final SequencedMap<String, Declaration> actions = new TreeMap<>();
    private final Set<String> guards;
    private final Set<String> events;

    /** @param events kinds of those that reach who acts, so that a step may wait for them */
    public Vocabulary(Collection<Declaration> actions, Collection<String> guards, Collection<String> events) {
        actions.forEach(each -> this.actions.put(each.name(), each));
        this.guards = Set.copyOf(guards);
        this.events = Set.copyOf(events);
    }

    public Optional<Declaration> action(String name) {
        return Optional.ofNullable(actions.get(name));
    }

    Set<String> actions() {
        return actions.keySet();
    }

    Set<String> guards() {
        return guards;
    }

    Set<String> events() {
        return events;
    }
}
