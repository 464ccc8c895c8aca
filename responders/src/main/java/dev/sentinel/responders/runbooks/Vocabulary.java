package dev.sentinel.responders.runbooks;

import dev.sentinel.responders.actions.Declaration;
import java.util.Collection;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/** The words a runbook may use: the acts that the program can do, and the guards it has. */
public final class Vocabulary {
    private final SequencedMap<String, Declaration> actions = new TreeMap<>();
    private final Set<String> guards;

    public Vocabulary(Collection<Declaration> actions, Collection<String> guards) {
        actions.forEach(each -> this.actions.put(each.name(), each));
        this.guards = Set.copyOf(guards);
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
}
