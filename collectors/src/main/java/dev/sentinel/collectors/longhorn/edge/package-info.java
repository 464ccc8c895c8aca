/** Watches the resources of Longhorn and asks its managers for their metrics. Called by the composition root. */
@NullMarked
package dev.sentinel.collectors.longhorn.edge;

import org.jspecify.annotations.NullMarked;
