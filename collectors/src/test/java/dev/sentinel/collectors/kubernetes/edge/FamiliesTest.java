package dev.sentinel.collectors.kubernetes.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.kubernetes.NodeState;
import dev.sentinel.collectors.kubernetes.PodState;
import dev.sentinel.collectors.kubernetes.StorageState;
import dev.sentinel.collectors.kubernetes.WorkloadState;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.running.Codec;
import dev.sentinel.collectors.running.JsonCodec;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is remembered is what was known. */
class FamiliesTest {
    private static final Instant NOW = Instant.parse("2026-02-21T10:00:00.123456789Z");
    private static final List<Edge> EDGES =
            List.of(Telling.edge(EdgeKind.EDGE_KIND_RUNS_ON, Refs.of("kubernetes.pod", "n", "p"), Refs.node("a"), NOW));

    @Test
    void states_come_back_from_the_memory_as_they_were() throws Codec.Forgotten {
        comesBack(
                NodeState.class,
                new NodeState(
                        "u",
                        "b",
                        "6.1",
                        NOW,
                        true,
                        Map.of("Ready", new NodeState.Condition(ConditionStatus.CONDITION_STATUS_TRUE, List.of(NOW))),
                        true));
        comesBack(
                PodState.class,
                new PodState(
                        "u",
                        "Running",
                        true,
                        Map.of("main", new PodState.Container("id", 3, 2, NOW)),
                        Set.of(PodState.Told.EVICTED, PodState.Told.STUCK),
                        EDGES));
        comesBack(StorageState.class, new StorageState("u", "Bound", EDGES));
        comesBack(WorkloadState.class, new WorkloadState("u", 3, EDGES));
    }

    private static <S> void comesBack(Class<S> type, S state) throws Codec.Forgotten {
        JsonCodec<S> codec = JsonCodec.of(type);
        assertThat(codec.decode(codec.encode(state))).isEqualTo(state);
    }
}
