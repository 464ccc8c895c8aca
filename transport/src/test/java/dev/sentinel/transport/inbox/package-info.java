/** What a receiver remembers, on both databases. */
@NullMarked
package dev.sentinel.transport.inbox;

import org.jspecify.annotations.NullMarked;
