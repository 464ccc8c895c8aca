/** The outbox, on both databases. */
@NullMarked
package dev.sentinel.transport.outbox;

import org.jspecify.annotations.NullMarked;
