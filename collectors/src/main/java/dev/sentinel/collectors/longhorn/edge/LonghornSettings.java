package dev.sentinel.collectors.longhorn.edge;

import dev.sentinel.collectors.kubernetes.edge.Connection;
import java.time.Duration;

/**
 * What a person decides about reading Longhorn.
 *
 * @param connection how the API of its cluster is reached
 * @param timeout of each request; default 10 s, from 1 s to 60 s
 * @param namespace where Longhorn is; default longhorn-system, and when it is not there, wherever its objects are found
 * @param mostWaiting changed objects that wait to be read, beyond which a kind is gone through as a whole; default 50,000, from
 *     100 to 1,000,000
 * @param metrics whether its managers are asked for their metrics, which takes a way to the addresses of pods; default true
 * @param metricsPort of the managers; default 9500
 * @param metricsEvery how often they are asked; default 30 s, from 5 s to 10 min
 */
public record LonghornSettings(
        Connection connection,
        Duration timeout,
        String namespace,
        int mostWaiting,
        boolean metrics,
        int metricsPort,
        Duration metricsEvery) {

    public LonghornSettings {
        if (timeout.compareTo(Duration.ofSeconds(1)) < 0 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("a timeout from 1 s to 60 s, not " + timeout);
        }
        if (namespace.isEmpty()) {
            throw new IllegalArgumentException("Longhorn is in some namespace: write longhorn-system if unsure");
        }
        if (mostWaiting < 100 || mostWaiting > 1_000_000) {
            throw new IllegalArgumentException("from 100 to 1000000 waiting objects, not " + mostWaiting);
        }
        if (metricsPort < 1 || metricsPort > 65_535) {
            throw new IllegalArgumentException("a port from 1 to 65535, not " + metricsPort);
        }
        if (metricsEvery.compareTo(Duration.ofSeconds(5)) < 0 || metricsEvery.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("metrics every 5 s to 10 min, not every " + metricsEvery);
        }
    }

    public static LonghornSettings of(Connection connection) {
        return new LonghornSettings(
                connection, Duration.ofSeconds(10), "longhorn-system", 50_000, true, 9500, Duration.ofSeconds(30));
    }
}
