/**
 * What the other stores and alerting systems say: Loki, VictoriaMetrics, VictoriaLogs, Thanos, Alertmanager, Grafana. Called
 * by the edges that ask them or are called by them; pure. Baselines are states, so that a restart forgets none.
 */
@NullMarked
package dev.sentinel.collectors.stores;

import org.jspecify.annotations.NullMarked;
