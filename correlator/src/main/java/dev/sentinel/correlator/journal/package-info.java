/** The flight recorder: every accepted event, in the order of acceptance, per partition. Written by the receiver, read by replays. */
@NullMarked
package dev.sentinel.correlator.journal;

import org.jspecify.annotations.NullMarked;
