/** The responder at work: who has the lease thinks about incidents, carries plans out and watches what is in quarantine; people decide through {@link dev.sentinel.responders.running.Responses}. Called by the program that runs it. */
@NullMarked
package dev.sentinel.responders.running;

import org.jspecify.annotations.NullMarked;
