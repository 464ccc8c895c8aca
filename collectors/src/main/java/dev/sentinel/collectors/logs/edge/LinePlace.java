package dev.sentinel.collectors.logs.edge;

import java.time.Instant;

/**
 * How far the lines of a container were told, which have no numbers.
 *
 * @param last the time of the last line
 * @param alike how many lines of just this time were told
 */
record LinePlace(Instant last, int alike) {
    /** The place after a line of this time. */
    LinePlace after(Instant time) {
        return time.equals(last) ? new LinePlace(last, alike + 1) : new LinePlace(time, 1);
    }
}
