package dev.sentinel.collectors.longhorn.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sentinel.collectors.kubernetes.edge.Connection;
import dev.sentinel.collectors.kubernetes.edge.ScriptedApi;
import dev.sentinel.collectors.kubernetes.edge.Sitting;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Recording;
import dev.sentinel.transport.store.Store;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Event;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From Longhorn's resources to events. */
class LonghornCollectorTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String VERSION = "longhorn.io/v1beta2";
    /** By the collector's own clock: what failed a week ago is no news. */
    private final String justNow =
            Instant.now().minusSeconds(30).truncatedTo(ChronoUnit.SECONDS).toString();

    private final ScriptedApi api = new ScriptedApi();

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void tells_of_a_replica_that_fails_with_its_neighbours_known() {
        installed("longhorn-system");
        try (Sitting sitting = sitting(api.connection())) {
            awaitListing(sitting);
            api.has(replica("longhorn-system", justNow));
            await().atMost(SOON)
                    .until(() -> !sitting.told.of("longhorn.replica.failed").isEmpty());
            Event failed = sitting.told.of("longhorn.replica.failed").getFirst();
            assertThat(failed.getLonghornReplicaFailed().getVolume()).isEqualTo("pvc-1");
            assertThat(failed.getLonghornReplicaFailed().getNode()).isEqualTo("agent-4");
            assertThat(Told.edges(sitting.told.of("topology")))
                    .contains(
                            "longhorn.volume/longhorn-system/pvc-1 -has-> longhorn.replica/longhorn-system/pvc-1-r-1");
            assertThat(sitting.told.of("source.unreachable")).isEmpty();
        }
    }

    @Test
    void finds_longhorn_in_another_namespace() {
        installed("storage");
        try (Sitting sitting = sitting(api.connection())) {
            awaitListing(sitting);
            api.has(replica("storage", justNow));
            await().atMost(SOON)
                    .until(() -> !sitting.told.of("longhorn.replica.failed").isEmpty());
        }
    }

    @Test
    void tells_what_was_deleted_while_nobody_watched(@TempDir Path folder) {
        installed("longhorn-system");
        api.has(replica("longhorn-system", ""));
        try (Store store = Store.open(new StoreConfig.Sqlite(folder.resolve("s.db")), Clock.systemUTC())) {
            try (Sitting before = sitting(api.connection(), store)) {
                awaitListing(before);
            }
            api.lacks(replica("longhorn-system", ""));
            try (Sitting after = sitting(api.connection(), store)) {
                await().atMost(SOON)
                        .until(() -> !after.told.of("longhorn.replica.deleted").isEmpty());
                Event deleted = after.told.of("longhorn.replica.deleted").getFirst();
                assertThat(deleted.getSubject().getUid()).isEqualTo("r-1");
                assertThat(deleted.getLonghornReplicaDeleted().getNode()).isEqualTo("agent-4");
                assertThat(Told.edges(after.told.of("topology")))
                        .contains(
                                "longhorn.volume/longhorn-system/pvc-1 -has-> longhorn.replica/longhorn-system/pvc-1-r-1 ended");
            }
        }
    }

    @Test
    void a_cluster_without_longhorn_is_healthy() {
        try (Sitting sitting = sitting(api.connection())) {
            await().atMost(SOON)
                    .until(() ->
                            api.requests().stream().anyMatch(request -> request.contains("/longhorn.io/v1beta1/")));
            assertThat(sitting.told.of("source.unreachable")).isEmpty();
        }
        assertThat(new LonghornCollector(LonghornSettings.of(api.connection())).examine())
                .extracting(Check::verdict)
                .containsExactly(Check.Verdict.NOTEWORTHY);
    }

    @Test
    void reads_the_metrics_of_its_managers() throws IOException {
        installed("longhorn-system");
        api.has("""
                {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'longhorn-manager-x', namespace: 'longhorn-system',
                 labels: {app: 'longhorn-manager'}}, status: {phase: 'Running', podIP: '127.0.0.1'}}""");
        HttpServer manager = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        manager.createContext("/metrics", exchange -> {
            byte[] page = "longhorn_volume_robustness{volume=\"pvc-9\"} 3\n".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        manager.start();
        LonghornSettings settings = LonghornSettings.of(api.connection());
        try (Sitting sitting = new Sitting(new LonghornCollector(new LonghornSettings(
                settings.connection(),
                settings.timeout(),
                settings.namespace(),
                settings.mostWaiting(),
                true,
                manager.getAddress().getPort(),
                Duration.ofSeconds(5))))) {
            await().atMost(SOON)
                    .until(() -> sitting.told.of("longhorn.volume.robustness_changed").stream()
                            .anyMatch(event -> event.getSubject().getName().equals("pvc-9")));
        } finally {
            manager.stop(0);
        }
    }

    private void installed(String namespace) {
        api.serves("longhorn.io");
        api.has(
                "{apiVersion: '%s', kind: 'Setting', metadata: {name: 'replica-auto-balance', namespace: '%s'}, value: 'disabled'}"
                        .formatted(VERSION, namespace));
        api.has("""
                {apiVersion: '%s', kind: 'Volume', metadata: {name: 'pvc-1', namespace: '%s', uid: 'v-1'},
                 spec: {size: '1073741824', numberOfReplicas: 2, nodeID: 'agent-1'},
                 status: {state: 'attached', robustness: 'healthy', currentNodeID: 'agent-1'}}""".formatted(VERSION, namespace));
    }

    private static String replica(String namespace, String failedAt) {
        return """
                {apiVersion: '%s', kind: 'Replica', metadata: {name: 'pvc-1-r-1', namespace: '%s', uid: 'r-1'},
                 spec: {volumeName: 'pvc-1', nodeID: 'agent-4', diskID: 'disk-4', active: true, failedAt: '%s',
                        healthyAt: '2026-11-20T10:00:00Z'},
                 status: {currentState: 'running'}}""".formatted(VERSION, namespace, failedAt);
    }

    private static void awaitListing(Sitting sitting) {
        await().atMost(SOON)
                .until(() -> sitting.told.of("topology").stream()
                        .anyMatch(event -> event.getTopology().hasSnapshot()));
    }

    private static Sitting sitting(Connection connection) {
        return new Sitting(new LonghornCollector(withoutMetrics(connection)));
    }

    private static Sitting sitting(Connection connection, Store store) {
        return new Sitting(
                new LonghornCollector(withoutMetrics(connection)), "one", Optional.of(store), new Recording());
    }

    private static LonghornSettings withoutMetrics(Connection connection) {
        LonghornSettings usual = LonghornSettings.of(connection);
        return new LonghornSettings(
                connection,
                usual.timeout(),
                usual.namespace(),
                usual.mostWaiting(),
                false,
                usual.metricsPort(),
                usual.metricsEvery());
    }
}
