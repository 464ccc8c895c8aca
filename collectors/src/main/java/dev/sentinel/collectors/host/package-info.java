/** Listings and counters of a machine to events. Called by whoever walks its folders. */
@NullMarked
package dev.sentinel.collectors.host;

import org.jspecify.annotations.NullMarked;
