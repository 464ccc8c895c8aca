/** Answers of multipathd to events. Called by whoever asks its socket. */
@NullMarked
package dev.sentinel.collectors.multipath;

import org.jspecify.annotations.NullMarked;
