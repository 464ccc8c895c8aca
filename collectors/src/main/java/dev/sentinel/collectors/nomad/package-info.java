/**
 * What Nomad's event stream and its listings say of allocations, client nodes and jobs (telemetry page 6.1). Called by the
 * edge that holds the stream open; pure.
 */
@NullMarked
package dev.sentinel.collectors.nomad;

import org.jspecify.annotations.NullMarked;
