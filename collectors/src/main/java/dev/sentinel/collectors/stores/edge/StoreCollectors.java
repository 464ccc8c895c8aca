package dev.sentinel.collectors.stores.edge;

import dev.sentinel.collectors.running.Collector;
import dev.sentinel.collectors.stores.Store;
import dev.sentinel.collectors.web.ServerCollector;
import dev.sentinel.v1.VictoriaProduct;

/** Watches the stores beside Prometheus, and the Alertmanager; one collector for each kind of server. */
public final class StoreCollectors {
    private StoreCollectors() {}

    public static Collector loki(ServerCollector.Plan<Store> plan) {
        return new ServerCollector<>("loki", plan, new LokiRound());
    }

    /**
     * VictoriaMetrics as a single node, or a vmstorage.
     *
     * @param history what is looked for in the past
     */
    public static Collector victoriaMetrics(ServerCollector.Plan<Store> plan, History history) {
        return new ServerCollector<>(
                "victoriametrics", plan, new VictoriaRound(VictoriaProduct.VICTORIA_PRODUCT_METRICS, history));
    }

    /** It says by itself how old its oldest line is. */
    public static Collector victoriaLogs(ServerCollector.Plan<Store> plan) {
        return new ServerCollector<>(
                "victorialogs", plan, new VictoriaRound(VictoriaProduct.VICTORIA_PRODUCT_LOGS, History.notAsked()));
    }

    /** It evaluates rules over a store, and stays green when the store has lost what they are about. */
    public static Collector vmalert(ServerCollector.Plan<Store> plan) {
        return new ServerCollector<>("vmalert", plan, new VmalertRound());
    }

    /** The compactors, which are the part of Thanos that stops without ending. */
    public static Collector thanos(ServerCollector.Plan<Store> plan) {
        return new ServerCollector<>("thanos", plan, new ThanosRound());
    }

    public static Collector alertmanager(ServerCollector.Plan<Store> plan) {
        return new ServerCollector<>("alertmanager", plan, new AlertmanagerRound());
    }
}
