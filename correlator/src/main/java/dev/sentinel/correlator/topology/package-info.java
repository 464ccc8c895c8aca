/** Who stands on whom, now and at any moment of the recorded past. Pure: the engine owns one graph per cluster. */
@NullMarked
package dev.sentinel.correlator.topology;

import org.jspecify.annotations.NullMarked;
