/** Looks at everything a running Sentinel stands on, and says what to do. Called by the {@code doctor} command. */
@NullMarked
package dev.sentinel.app.doctor;

import org.jspecify.annotations.NullMarked;
