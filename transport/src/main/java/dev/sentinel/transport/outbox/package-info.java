/** Messages that were decided on in a transaction and wait to be published; filled by consumers and deciders, drained by who holds the lease of their lane. */
@NullMarked
package dev.sentinel.transport.outbox;

import org.jspecify.annotations.NullMarked;
