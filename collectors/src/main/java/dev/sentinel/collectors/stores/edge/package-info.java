/** Asks Loki, VictoriaMetrics, VictoriaLogs, Thanos and Alertmanager. Called by the composition root. */
@NullMarked
package dev.sentinel.collectors.stores.edge;

import org.jspecify.annotations.NullMarked;
