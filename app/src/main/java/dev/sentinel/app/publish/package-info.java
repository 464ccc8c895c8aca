/** Publishing events from a file. Called by the {@code publish} command and the demonstration. */
@NullMarked
package dev.sentinel.app.publish;

import org.jspecify.annotations.NullMarked;
