/** Questions to the facts of a target, in CEL. Runbooks ask them, plans carry them, the executor checks them; pure. */
@NullMarked
package dev.sentinel.responders.conditions;

import org.jspecify.annotations.NullMarked;
