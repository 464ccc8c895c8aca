package dev.sentinel.responders.actions;

import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/** All acts that this program can do, by name. */
public final class Catalog {
    private final SequencedMap<String, Action> byName = new TreeMap<>();

    public Catalog(Collection<? extends Action> actions) {
        for (Action action : actions) {
            if (byName.put(action.declaration().name(), action) != null) {
                throw new IllegalArgumentException(
                        "two actions are called " + action.declaration().name());
            }
        }
        for (Action action : actions) {
            if (action.declaration().wayBack() instanceof WayBack.By by && !byName.containsKey(by.action())) {
                throw new IllegalArgumentException("%s is taken back by %s, which is no action"
                        .formatted(action.declaration().name(), by.action()));
            }
        }
    }

    public Optional<Action> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Optional<Declaration> declaration(String name) {
        return find(name).map(Action::declaration);
    }

    /** By name. */
    public Collection<Action> all() {
        return Collections.unmodifiableCollection(byName.values());
    }
}
