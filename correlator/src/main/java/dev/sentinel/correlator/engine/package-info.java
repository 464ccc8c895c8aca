/** The correlation core: events in, incidents out. Pure, one owner thread; the loop in {@code running} feeds it. */
@NullMarked
package dev.sentinel.correlator.engine;

import org.jspecify.annotations.NullMarked;
