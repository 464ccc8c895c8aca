/** Turns configuration into the parts' own words, and keeps them under watch. Called by the composition root and the commands. */
@NullMarked
package dev.sentinel.app.wiring;

import org.jspecify.annotations.NullMarked;
