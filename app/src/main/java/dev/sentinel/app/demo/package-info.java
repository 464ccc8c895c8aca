/**
 * Plays scenarios: the simulated cluster, the real program on it, one time for both, and the judgement of what Sentinel made of
 * it. Called by {@code sentinel demo} and by the end-to-end tests.
 */
@NullMarked
package dev.sentinel.app.demo;

import org.jspecify.annotations.NullMarked;
