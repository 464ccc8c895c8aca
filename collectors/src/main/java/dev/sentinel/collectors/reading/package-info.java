/** What every reading shares: events with ids that follow from the fact, cut to the bounds of the contract. Called by all other packages here. */
@NullMarked
package dev.sentinel.collectors.reading;

import org.jspecify.annotations.NullMarked;
