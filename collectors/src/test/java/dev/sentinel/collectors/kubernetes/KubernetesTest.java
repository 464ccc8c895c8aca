package dev.sentinel.collectors.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded objects, and what they become. */
class KubernetesTest {
    private static final Facts FACTS = new Facts(new Witness("home", "kubernetes", "leader"));
    private static final List<String> FIXTURES =
            List.of("nodes.json", "pods.json", "storage.json", "workloads.json", "hints.json");

    @ParameterizedTest
    @ValueSource(strings = {"nodes.json", "pods.json", "storage.json", "workloads.json", "hints.json"})
    void becomes_what_the_fixture_says(String name) {
        Cluster cluster = new Cluster();
        assertThat(Fixture.of("kubernetes/" + name).differences(cluster::look)).isEmpty();
    }

    @Test
    void hostile_objects_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(42);
        Cluster cluster = new Cluster();
        for (int round = 0; round < 60; round++) {
            for (String name : FIXTURES) {
                for (Fixture.Step step : Fixture.of("kubernetes/" + name).steps()) {
                    var broken = new Fixture.Step(
                            step.at().plusSeconds(round * 600L), step.action(), hostile.broken(step.read()));
                    cluster.look(broken).forEach(Told::check);
                }
            }
        }
    }

    @Test
    void flaps_are_counted_over_a_day_and_no_longer() {
        NodeReading reading = new NodeReading(FACTS);
        Optional<NodeState> state = Optional.empty();
        List<Event> events = new ArrayList<>();
        Instant start = Instant.parse("2026-02-21T00:00:00Z");
        for (int hour = 0; hour < 30; hour++) {
            Instant at = start.plusSeconds(hour * 3600L);
            String json = """
                    {metadata: {name: 'n', uid: 'u', creationTimestamp: '2025-01-01T00:00:00Z'},
                     status: {conditions: [{type: 'Ready', status: '%s', lastTransitionTime: '%s'}]}}""".formatted(hour % 2 == 0 ? "True" : "False", at);
            var read = reading.read(state, Resource.of(Fixture.json(json)).orElseThrow(), at);
            state = Optional.of(read.state());
            events.addAll(read.events());
        }
        assertThat(events).hasSize(29);
        assertThat(events.getLast().getKubernetesNodeConditionChanged().getTransitionsLastDay())
                .isEqualTo(25);
    }

    /** What an edge would keep: one state for each object. */
    private static final class Cluster {
        private final Map<String, Object> states = new HashMap<>();
        private final NodeReading nodes = new NodeReading(FACTS);
        private final PodReading pods = new PodReading(FACTS);
        private final HintReading hints = new HintReading(FACTS);
        private final StorageReading storage = new StorageReading(FACTS, "longhorn-system");
        private final WorkloadReading workloads = new WorkloadReading(FACTS);

        List<Event> look(Fixture.Step step) {
            if (step.action().equals("hint")) {
                return Hint.of(step.read())
                        .map(hint -> keep(
                                hint.uid(),
                                hints.read(state(hint.uid(), HintState.class), hint, Instant.EPOCH, step.at())))
                        .orElse(List.of());
            }
            return Resource.of(step.read())
                    .map(now -> look(now, step.action().equals("gone"), step.at()))
                    .orElse(List.of());
        }

        private List<Event> look(Resource now, boolean gone, Instant at) {
            String key = now.kind() + "/" + now.namespace() + "/" + now.name();
            return keep(
                    key,
                    switch (now.kind()) {
                        case "Node" -> {
                            var state = state(key, NodeState.class);
                            yield gone && state.isPresent()
                                    ? nodes.gone(state.get(), now.name(), at)
                                    : nodes.read(state, now, at);
                        }
                        case "Pod" -> {
                            var state = state(key, PodState.class);
                            yield gone && state.isPresent()
                                    ? pods.gone(state.get(), now, at)
                                    : pods.read(state, now, at);
                        }
                        case "PersistentVolume" -> {
                            var state = state(key, StorageState.class);
                            yield gone && state.isPresent()
                                    ? storage.volumeGone(state.get(), now, at)
                                    : storage.volume(state, now, at);
                        }
                        case "PersistentVolumeClaim" -> {
                            var state = state(key, StorageState.class);
                            yield gone && state.isPresent()
                                    ? storage.claimGone(state.get(), now, at)
                                    : storage.claim(state, now, at);
                        }
                        case "VolumeAttachment" -> storage.attachment(state(key, StorageState.class), now, gone, at);
                        default -> {
                            var state = state(key, WorkloadState.class);
                            yield gone && state.isPresent()
                                    ? workloads.gone(state.get(), now, at)
                                    : workloads.read(state, now, at);
                        }
                    });
        }

        private <S> Optional<S> state(String key, Class<S> type) {
            return Optional.ofNullable(states.get(key)).filter(type::isInstance).map(type::cast);
        }

        private List<Event> keep(String key, Reading<?> reading) {
            states.put(key, reading.state());
            return reading.events();
        }
    }
}
