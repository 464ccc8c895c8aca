/**
 * Runs the correlation core: one owner per partition follows the journal under a lease, and publishes incidents from an
 * outbox; silences and maintenance windows are applied on the way. Wired and asked by {@code app}.
 */
@NullMarked
package dev.sentinel.correlator.running;

import org.jspecify.annotations.NullMarked;
