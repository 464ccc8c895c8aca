/** Proof of what was decided and done: a chain of entries in the store, and signed checkpoints of it in a second place. Whoever writes about acting writes here too, in the same transaction; people verify and export. */
@NullMarked
package dev.sentinel.responders.audit;

import org.jspecify.annotations.NullMarked;
