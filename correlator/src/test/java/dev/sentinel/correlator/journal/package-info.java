/** The flight recorder, on a real database. */
@NullMarked
package dev.sentinel.correlator.journal;

import org.jspecify.annotations.NullMarked;
