/** Proves that a captured incident is the same one, and nobody's. */
@NullMarked
package dev.sentinel.correlator.capture;

import org.jspecify.annotations.NullMarked;
