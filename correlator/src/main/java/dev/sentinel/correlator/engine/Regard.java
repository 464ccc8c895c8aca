package dev.sentinel.correlator.engine;

import java.util.Set;

/** What things of one kind are to people: what they count them as, and whether they are witnesses that keep their own data. */
record Regard(Sort sort, boolean isWitness) {
    private static final Set<String> NODES = Set.of("node", "machine");
    private static final Set<String> WORKLOADS =
            Set.of("statefulset", "deployment", "daemonset", "replicaset", "job", "server");
    private static final Set<String> WITNESSES = Set.of(
            "prometheus.server",
            "loki.server",
            "victoria.server",
            "thanos.compactor",
            "alertmanager.server",
            "grafana.server",
            "etcd.member",
            "sentinel.broker",
            "sentinel.store");

    /** What a thing is counted as. */
    enum Sort {
        NODE,
        VOLUME,
        WORKLOAD,
        OTHER
    }

    static Regard of(String kind) {
        return new Regard(sort(kind.substring(kind.lastIndexOf('.') + 1)), WITNESSES.contains(kind));
    }

    private static Sort sort(String word) {
        if (NODES.contains(word)) {
            return Sort.NODE;
        }
        return word.equals("volume") ? Sort.VOLUME : WORKLOADS.contains(word) ? Sort.WORKLOAD : Sort.OTHER;
    }

    /** What is between, such as a claim or a copy, is not worth a line while it has not failed. */
    boolean isListedAtRisk() {
        return sort != Sort.OTHER || isWitness;
    }
}
