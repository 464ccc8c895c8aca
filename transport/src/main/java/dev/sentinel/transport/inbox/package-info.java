/** What a receiver remembers: ids seen, attempts begun, numbers missing; called by consumers inside their transaction. */
@NullMarked
package dev.sentinel.transport.inbox;

import org.jspecify.annotations.NullMarked;
