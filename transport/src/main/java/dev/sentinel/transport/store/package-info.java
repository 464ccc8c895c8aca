/** One small database behind one writer, on SQLite or PostgreSQL; called by whatever must survive a crash. */
@NullMarked
package dev.sentinel.transport.store;

import org.jspecify.annotations.NullMarked;
