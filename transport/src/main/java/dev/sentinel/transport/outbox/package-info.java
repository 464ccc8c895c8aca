/** Messages that were decided on in a transaction and wait to be published; filled by consumers, drained by the bus. */
@NullMarked
package dev.sentinel.transport.outbox;

import org.jspecify.annotations.NullMarked;
