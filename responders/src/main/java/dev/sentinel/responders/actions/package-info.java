/** What can be done to the world: each act declared before it is done, its arguments typed, its results told apart. The planner reads the declarations, the executor calls the acts; targets implement them. Pure but for who implements {@link dev.sentinel.responders.actions.Action}. */
@NullMarked
package dev.sentinel.responders.actions;

import org.jspecify.annotations.NullMarked;
