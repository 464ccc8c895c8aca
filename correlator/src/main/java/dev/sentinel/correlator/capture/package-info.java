/**
 * Takes an incident out of recorded time so that it can be shown to strangers: what it is made of, under other names, and proof
 * that it still becomes the same incident. Asked by {@code sentinel capture}; pure.
 */
@NullMarked
package dev.sentinel.correlator.capture;

import org.jspecify.annotations.NullMarked;
