/** The receiver against everything that a queue may hold, and against its own store. */
@NullMarked
package dev.sentinel.transport.receive;

import org.jspecify.annotations.NullMarked;
