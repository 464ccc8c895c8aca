package dev.sentinel.collectors.prometheus.edge;

import dev.sentinel.collectors.prometheus.Server;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.web.ServerCollector;

/** Watches Prometheus servers. */
public final class PrometheusCollectors {
    /** In configuration, metrics and events. */
    public static final String NAME = "prometheus";

    private PrometheusCollectors() {}

    public static Collector of(ServerCollector.Plan<Server> plan) {
        return new ServerCollector<>(NAME, plan, new PrometheusRound());
    }
}
