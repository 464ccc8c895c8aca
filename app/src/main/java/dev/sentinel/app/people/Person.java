package dev.sentinel.app.people;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Somebody who may decide.
 *
 * @param id as the audit names them: "alice"
 * @param token what only they have; read anew each time, so that a changed one counts at once
 * @param slack their user id in Slack
 */
public record Person(String id, String name, Set<Right> rights, Supplier<String> token, Optional<String> slack) {
    public Person {
        rights = Set.copyOf(rights);
    }

    boolean may(Right needed) {
        return rights.stream().anyMatch(right -> right.covers(needed));
    }

    @Override
    public String toString() {
        return id;
    }
}
