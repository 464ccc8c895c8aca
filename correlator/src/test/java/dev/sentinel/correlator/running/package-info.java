/** Tests of the loop around the correlation core, against a real store and a real broker. */
@NullMarked
package dev.sentinel.correlator.running;

import org.jspecify.annotations.NullMarked;
