/**
 * Lines of logs to events: out of their envelopes, apart by key, held against signatures that are data. Pure. Called by
 * whoever reads the logs of pods, files or the journal.
 */
@NullMarked
package dev.sentinel.collectors.logs;

import org.jspecify.annotations.NullMarked;
