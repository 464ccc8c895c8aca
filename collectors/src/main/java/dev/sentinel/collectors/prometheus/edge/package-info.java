/** Asks Prometheus servers, named ones and those found in a cluster. Called by the composition root. */
@NullMarked
package dev.sentinel.collectors.prometheus.edge;

import org.jspecify.annotations.NullMarked;
