/** Lines of logs to events, by signatures that are data. Called by whoever reads pods' logs, files or the journal. */
@NullMarked
package dev.sentinel.collectors.logs;

import org.jspecify.annotations.NullMarked;
