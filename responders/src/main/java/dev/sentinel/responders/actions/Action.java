package dev.sentinel.responders.actions;

import dev.sentinel.v1.FieldChange;
import java.util.List;

/**
 * One thing that can be done to the world, or read from it. No retry and no waiting inside: the executor repeats and verifies.
 * What an act needs to know it reads again before it writes.
 */
public interface Action {

    Declaration declaration();

    /** Looks at the target as it is now, without changing anything. */
    Sight observe(Order order) throws NoAnswer;

    /** What the act would change, as the target's own dry run says where it has one; empty for what changes nothing. */
    List<FieldChange> rehearse(Order order) throws NoAnswer;

    /** Does it, once; an order that is fulfilled already is not fulfilled again. */
    Outcome execute(Order order, OperationKey key);
}
