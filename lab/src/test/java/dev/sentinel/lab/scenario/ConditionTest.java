package dev.sentinel.lab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Disks;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.faults.Faults;
import dev.sentinel.lab.world.faults.Sentence;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ConditionTest {
    private static final String SMALL = """
            scenario: small
            title: "Small"
            story: "Nothing happens."
            world:
              begin: 2026-03-10T08:00:00Z
              nodes: [{name: agent-1}]
              workloads: [{namespace: apps, name: rabbitmq, size: 1Gi}]
            ends: 1m
            expect: {}
            """;

    private final Cluster cluster = cluster();

    @Test
    void the_switch_of_a_node_is_seen() {
        assertThat(holds("scheduling on agent-1 is on")).isTrue();

        cluster.world()
                .store()
                .change(
                        new Key(Kinds.LH_NODE, "longhorn-system", "agent-1"),
                        node -> Tree.set(node, false, "spec", "allowScheduling"));

        assertThat(holds("scheduling on agent-1 is off")).isTrue();
        assertThat(holds("scheduling on agent-1 is on")).isFalse();
    }

    @Test
    void a_workload_runs_while_a_pod_of_it_is_there_and_not_one_of_a_longer_name() {
        assertThat(holds("workload apps/rabbitmq is running")).isTrue();
        assertThat(holds("workload apps/rabbit is stopped")).isTrue();
        assertThat(holds("workload elsewhere/rabbitmq is stopped")).isTrue();
    }

    @Test
    void what_sentinel_wrote_to_is_found_by_its_mark_and_what_others_did_is_not() {
        new Faults(cluster).happen(Sentence.read("cordon node agent-1"));
        assertThat(Footprint.of(cluster.world())).isEmpty();

        cluster.world()
                .store()
                .change(
                        new Key(Kinds.LH_NODE, "longhorn-system", "agent-1"),
                        node -> Tree.set(node, "plan-1.1/7", "metadata", "annotations", "sentinel.io/op-key"));

        assertThat(Footprint.of(cluster.world()))
                .containsExactly(new Footprint("nodes longhorn-system/agent-1", "plan-1.1/7"));
    }

    private boolean holds(String sentence) {
        return Condition.read(sentence).found().orElseThrow() instanceof Condition.InWorld condition
                && condition.holds(cluster.world());
    }

    private static Cluster cluster() {
        return switch (ScenarioReader.read("small.yaml", SMALL)) {
            case ScenarioReading.Good good -> good.scenario().setting().found(Disks.none(), Map.of());
            case ScenarioReading.Bad bad ->
                throw new AssertionError(bad.problems().toString());
        };
    }
}
