package dev.sentinel.app.people;

import dev.sentinel.responders.approvals.Role;
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
public record Person(String id, String name, Set<Role> roles, Supplier<String> token, Optional<String> slack) {
    public Person {
        roles = Set.copyOf(roles);
    }

    /** Everybody known may look, and an admin everything; who operates need not be who approves. */
    boolean may(Role needed) {
        return needed == Role.VIEWER || roles.contains(needed) || roles.contains(Role.ADMIN);
    }

    @Override
    public String toString() {
        return id;
    }
}
