package dev.sentinel.collectors.reading;

/** Who reads: of which cluster, which collector ("kernel"), and which of its instances ("k3s-agent-4"). */
public record Witness(String cluster, String collector, String instance) {

    public Witness {
        if (cluster.isEmpty() || collector.isEmpty() || instance.isEmpty()) {
            throw new IllegalArgumentException(
                    "a witness has a cluster, a collector and an instance, not \"%s\", \"%s\", \"%s\""
                            .formatted(cluster, collector, instance));
        }
    }
}
