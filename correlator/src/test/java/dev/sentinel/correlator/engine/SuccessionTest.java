package dev.sentinel.correlator.engine;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Pattern;
import dev.sentinel.v1.Incident;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who explains whom, when other patterns come into force. */
final class SuccessionTest {
    private static final String REST = """
            open: failed
            severity:
              - {is: error}
            """;
    private static final Pattern CAUSE = World.pattern("""
            pattern: cause
            version: "1"
            title: "{pivot} loses replicas"
            summary: "A pattern of a test."
            pivot: kubernetes.node
            window: 1h
            evidence:
              failed:
                role: symptom
                kinds: [longhorn.replica.failed]
                paths: ["longhorn.replica -on-> longhorn.disk -part_of-> kubernetes.node"]
            explains: [effect]
            """ + REST);
    private static final Pattern EFFECT = effect("1");
    private static final String[] CLUSTER = {
        "longhorn.replica/r1 -on-> longhorn.disk/d4 -part_of-> kubernetes.node/agent-4",
        "longhorn.replica/r2 -on-> longhorn.disk/d4"
    };

    private final Engine engine = new Engine("lab", List.of(CAUSE, EFFECT), Limits.DEFAULT);

    private static Pattern effect(String version) {
        return World.pattern("""
                pattern: effect
                version: "%s"
                title: "{pivot} failed"
                summary: "A pattern of a test."
                pivot: longhorn.replica
                window: 1h
                evidence:
                  failed:
                    role: symptom
                    kinds: [longhorn.replica.failed]
                    paths: [longhorn.replica]
                """.formatted(version) + REST);
    }

    @Test
    void a_family_stays_together_is_not_told_again_and_goes_on_growing() {
        new World().knows(CLUSTER).replicaFails(ofMinutes(1), "r1", "v1").told(engine, ofMinutes(2));
        assertThat(of("effect").getParentId()).isEqualTo(of("cause").getId());
        assertThat(engine.replace(List.of(CAUSE, effect("2")), World.DAWN.plus(ofMinutes(2))))
                .isEmpty();
        new World()
                .replicaFails(ofMinutes(3), "r1", "v1")
                .replicaFails(ofMinutes(3), "r2", "v1")
                .told(engine, ofMinutes(5));

        var effects = engine.incidents().stream()
                .filter(incident -> incident.getPattern().equals("effect"))
                .toList();
        assertThat(effects)
                .hasSize(2)
                .allMatch(incident -> incident.getParentId().equals(of("cause").getId()));
        assertThat(of("cause").getChildIdsList())
                .containsExactlyInAnyOrderElementsOf(
                        effects.stream().map(Incident::getId).toList());
    }

    @Test
    void an_incident_whose_parent_is_gone_with_its_pattern_is_told_without_it() {
        new World().knows(CLUSTER).replicaFails(ofMinutes(1), "r1", "v1").told(engine, ofMinutes(2));
        var before = of("effect");
        var told = engine.replace(List.of(EFFECT), World.DAWN.plus(ofMinutes(2)));

        assertThat(told).hasSize(1);
        assertThat(told.getFirst().getId()).isEqualTo(before.getId());
        assertThat(told.getFirst().getParentId()).isEmpty();
        assertThat(told.getFirst().getStoryList()).isEqualTo(before.getStoryList());
    }

    private Incident of(String pattern) {
        return engine.incidents().stream()
                .filter(incident -> incident.getPattern().equals(pattern))
                .findFirst()
                .orElseThrow();
    }
}
