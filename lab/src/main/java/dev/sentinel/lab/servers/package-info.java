/**
 * The telemetry servers of a world as programs on its volumes: Prometheus, Loki, VictoriaMetrics, Alertmanager. What they hold
 * is in their volumes' files; how they fare follows from those and from the device. Pods run them by name, clusters and faults
 * reach them here, and the edge lends them a port.
 */
@NullMarked
package dev.sentinel.lab.servers;

import org.jspecify.annotations.NullMarked;
