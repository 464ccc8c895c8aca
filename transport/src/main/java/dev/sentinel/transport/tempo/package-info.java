/**
 * The time a whole program lives in: the machine's, or one that runs faster and is known to every part. Called by whoever waits
 * for time of the world to pass.
 */
@NullMarked
package dev.sentinel.transport.tempo;

import org.jspecify.annotations.NullMarked;
