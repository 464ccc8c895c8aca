package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From an API to events. */
class KubernetesCollectorTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void tells_of_a_node_that_joins_and_of_its_end() {
        String node = """
                {apiVersion: 'v1', kind: 'Node', metadata: {name: 'agent-4'},
                 status: {conditions: [{type: 'Ready', status: 'True'}], nodeInfo: {bootID: 'b1'}}}""";
        try (Api api = new Api();
                Sitting sitting = new Sitting(new KubernetesCollector(KubernetesSettings.of(api.connection())))) {
            await().atMost(SOON).until(() -> !sitting.told.of("topology").isEmpty());
            api.has(node);
            await().atMost(SOON)
                    .until(() -> !sitting.told.of("kubernetes.node.joined").isEmpty());
            api.lacks(node);
            await().atMost(SOON)
                    .until(() -> !sitting.told.of("kubernetes.node.removed").isEmpty());
            assertThat(sitting.told.of("source.unreachable")).isEmpty();
        }
    }
}
