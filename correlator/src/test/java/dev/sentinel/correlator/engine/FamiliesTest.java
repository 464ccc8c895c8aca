package dev.sentinel.correlator.engine;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.LonghornVolumeSalvaged;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Of several incidents that explain one, the closest is its parent, and it makes no difference which was known first. */
final class FamiliesTest {
    private static final String TO_THE_NODE = "longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node";
    private static final Pattern FAR =
            pattern("far", "kubernetes.node", "kubernetes.node.joined", "kubernetes.node", "[near, effect]");
    private static final Pattern NEAR = pattern(
            "near", "kubernetes.node", "longhorn.volume.salvaged", "longhorn.volume -has-> " + TO_THE_NODE, "[effect]");
    private static final Pattern EFFECT =
            pattern("effect", "kubernetes.node", "longhorn.replica.failed", TO_THE_NODE, "[]");
    private static final String CLUSTER =
            "longhorn.volume/v1 -has-> longhorn.replica/r1 -on-> longhorn.disk/d4 -part_of-> kubernetes.node/agent-4";

    private static Pattern pattern(String name, String pivot, String kind, String path, String explains) {
        return World.pattern("""
                pattern: %s
                version: "1"
                title: "{pivot}"
                summary: "A pattern of a test."
                pivot: %s
                window: 1h
                evidence:
                  seen:
                    role: symptom
                    kinds: [%s]
                    paths: ["%s"]
                open: seen
                severity:
                  - {is: error}
                explains: %s
                """.formatted(name, pivot, kind, path, explains));
    }

    @Test
    void the_closest_is_the_parent_whichever_came_first() {
        var farFirst = parents(new World().knows(CLUSTER).joins(ofMinutes(1), "agent-4"), ofMinutes(2), ofMinutes(3));
        var nearLast = parents(new World().knows(CLUSTER).joins(ofMinutes(1), "agent-4"), ofMinutes(3), ofMinutes(2));

        assertThat(farFirst).isEqualTo(nearLast).isEqualTo(Map.of("effect", "near", "near", "far", "far", ""));
    }

    @Test
    void whoever_loses_a_child_to_a_closer_one_is_told_without_it() {
        var engine = engine();
        var world = new World().knows(CLUSTER).joins(ofMinutes(1), "agent-4").replicaFails(ofMinutes(2), "r1", "v1");
        salvaged(world, ofMinutes(3));

        var told = world.told(engine, ofMinutes(5));

        assertThat(told)
                .filteredOn(incident -> incident.getPattern().equals("far"))
                .last()
                .satisfies(far -> assertThat(far.getChildIdsList())
                        .containsExactly(of(engine, "near").getId()));
        assertThat(of(engine, "near").getChildIdsList())
                .containsExactly(of(engine, "effect").getId());
    }

    @Test
    void in_another_order_within_the_lateness_the_family_is_the_same() {
        var world = new World().knows(CLUSTER).joins(ofMinutes(1), "agent-4").replicaFails(ofMinutes(1), "r1", "v1");
        salvaged(world, ofMinutes(1));
        var inOrder = parents(world);

        for (int seed = 0; seed < 20; seed++) {
            assertThat(parents(world.shuffled(seed, ofSeconds(59))))
                    .as("seed %d", seed)
                    .isEqualTo(inOrder);
        }
    }

    private static Map<String, String> parents(World world, Duration effect, Duration near) {
        if (effect.compareTo(near) < 0) {
            return parents(salvaged(world.replicaFails(effect, "r1", "v1"), near));
        }
        return parents(salvaged(world, near).replicaFails(effect, "r1", "v1"));
    }

    /** By pattern, the pattern of the parent. */
    private static Map<String, String> parents(World world) {
        var engine = engine();
        var unused = world.told(engine, ofMinutes(10));
        var patterns = new TreeMap<String, String>();
        engine.incidents().forEach(each -> patterns.put(each.getId(), each.getPattern()));
        var parents = new TreeMap<String, String>();
        engine.incidents()
                .forEach(each -> parents.put(each.getPattern(), patterns.getOrDefault(each.getParentId(), "")));
        return parents;
    }

    private static World salvaged(World world, Duration at) {
        return world.add(
                at,
                "longhorn.volume/v1",
                Severity.SEVERITY_ERROR,
                Event.newBuilder().setLonghornVolumeSalvaged(LonghornVolumeSalvaged.getDefaultInstance()));
    }

    private static Engine engine() {
        return new Engine("lab", List.of(EFFECT, FAR, NEAR), Limits.DEFAULT);
    }

    private static Incident of(Engine engine, String pattern) {
        return engine.incidents().stream()
                .filter(incident -> incident.getPattern().equals(pattern))
                .findFirst()
                .orElseThrow();
    }
}
