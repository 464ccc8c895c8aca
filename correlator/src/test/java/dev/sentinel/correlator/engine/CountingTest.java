package dev.sentinel.correlator.engine;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.correlator.patterns.Clause.Count;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A count that a pattern may ask for is reached by what happens that often, and not by less. */
final class CountingTest {

    /** How many are asked for, over how many subjects they are spread, and whether subjects are counted. */
    static Stream<Arguments> counts() {
        return Stream.of(
                Arguments.of(5, 1, false),
                Arguments.of(Count.MOST_EVENTS, 1, false),
                Arguments.of(Count.MOST_EVENTS, 3, false),
                Arguments.of(Count.MOST_EVENTS, Count.MOST_EVENTS, false),
                Arguments.of(9, 9, true),
                Arguments.of(Count.MOST_SUBJECTS, Count.MOST_SUBJECTS, true));
    }

    @ParameterizedTest
    @MethodSource("counts")
    void the_last_one_that_is_needed_opens_it(int atLeast, int subjects, boolean distinct) {
        assertThat(opened(atLeast, distinct, happens(new World(), "b", ofMinutes(1), atLeast - 1, subjects)))
                .isFalse();
        assertThat(opened(atLeast, distinct, happens(new World(), "b", ofMinutes(1), atLeast, subjects)))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("counts")
    void it_is_also_reached_after_much_has_happened_one_by_one(int atLeast, int subjects, boolean distinct) {
        var world = new World();
        for (var i = 0; i < 50; i++) {
            // The names go on, so that there are old subjects and old times of the later ones.
            world = happens(world, i % 2 == 0 ? "a" + i + "-" : "b", ofMinutes(15L * i), 1, 1);
        }
        assertThat(opened(atLeast, distinct, world)).isFalse();
        assertThat(opened(atLeast, distinct, happens(world, "b", ofHours(20), atLeast, subjects)))
                .isTrue();
    }

    private static World happens(World world, String prefix, Duration from, int times, int subjects) {
        for (var i = 0; i < times; i++) {
            world.add(
                    from.plus(ofSeconds(i)),
                    "test.part/" + prefix + i % subjects,
                    Severity.SEVERITY_ERROR,
                    Event.newBuilder().setCustom(Custom.newBuilder().setName("test.fact")));
        }
        return world;
    }

    private static boolean opened(int atLeast, boolean distinct, World happened) {
        var world = new World();
        for (var fact : happened.facts) {
            var part = "test.part/" + fact.event().getSubject().getName();
            world.knows(part + " -part_of-> test.whole/w");
        }
        world.facts.addAll(happened.facts);
        var pattern = World.pattern("""
                pattern: counted
                version: "1"
                title: "{pivot} has it often"
                summary: "A pattern of a test."
                pivot: test.whole
                window: 24h
                evidence:
                  seen:
                    role: symptom
                    kinds: [custom]
                    paths: ["test.part -part_of-> test.whole"]
                    count: {at_least: %d, span: 10m, distinct: %s}
                open: seen
                severity:
                  - {is: error}
                """.formatted(atLeast, distinct));
        return world.told(new Engine("lab", List.of(pattern), Limits.DEFAULT), ofHours(21)).stream()
                .map(Incident::getState)
                .anyMatch(IncidentState.INCIDENT_STATE_OPEN::equals);
    }
}
