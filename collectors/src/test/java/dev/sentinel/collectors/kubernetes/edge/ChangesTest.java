package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.running.Recording;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing grows with what happens, only with what there is. */
class ChangesTest {
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    @Test
    void a_flood_of_changes_stays_bounded_and_the_last_state_is_told() {
        Recording told = new Recording();
        try (ScriptedApi api = new ScriptedApi();
                Sitting sitting = new Sitting(
                        new KubernetesCollector(new KubernetesSettings(
                                api.connection(), Duration.ofSeconds(10), "longhorn-system", List.of(), 100)),
                        "one",
                        Optional.empty(),
                        told)) {
            // What is first seen when it is over has no end to tell of: each is seen alive before the flood.
            for (int i = 0; i < 500; i++) {
                api.has(pod("pod-" + i, "Running"));
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> told.of("topology").stream()
                                    .map(event -> event.getTopology().getEdgesList())
                                    .flatMap(edges -> edges.stream()
                                            .map(edge -> edge.getFrom().getName()))
                                    .filter(name -> name.startsWith("pod-"))
                                    .distinct()
                                    .count()
                            == 500);
            told.full(true);
            for (int i = 0; i < 5_000; i++) {
                api.has(pod("pod-" + i % 500, i < 4_500 ? "Running" : "Failed"));
            }
            assertThat(sitting.waiting()).isLessThanOrEqualTo(130);
            told.full(false);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> told.of("kubernetes.pod.terminated").stream()
                                    .map(event -> event.getSubject().getName())
                                    .distinct()
                                    .count()
                            == 500);
        }
    }

    @Test
    void a_pod_takes_about_a_kilobyte() {
        Packed packed = new Packed(object -> Trimming.trimmed(
                SERIALIZATION.convertValue(object, ObjectNode.class),
                ObjectKind.namespaced("", "v1", "pods", "Pod"),
                false));
        String text = Fixture.json(pod("a", "Running")).toString();
        GenericKubernetesResource pod = SERIALIZATION.unmarshal(text, GenericKubernetesResource.class);
        packed.put("n/a", pod);
        assertThat(packed.last(pod).size()).isLessThan(1024);
        assertThat(packed.now("n/a").orElseThrow().path("spec").path("nodeName").asText())
                .isEqualTo("agent-1");
        packed.remove("n/a");
        assertThat(packed.keys()).containsExactly("n/a");
        packed.left("n/a");
        assertThat(packed.keys()).isEmpty();
    }

    private static String pod(String name, String phase) {
        return """
                {apiVersion: 'v1', kind: 'Pod', metadata: {name: '%s', namespace: 'n', uid: 'u-%s',
                   managedFields: [{manager: 'kubelet', fieldsV1: {'f:status': {}}}]},
                 spec: {nodeName: 'agent-1', containers: [{name: 'c', image: 'i', env: [{name: 'A', value: 'B'}]}]},
                 status: {phase: '%s'}}""".formatted(name, name, phase);
    }
}
