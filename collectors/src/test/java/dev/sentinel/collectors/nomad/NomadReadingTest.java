package dev.sentinel.collectors.nomad;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded lines of the stream and listings, and what they become. */
final class NomadReadingTest {
    private static final Instant START = Instant.parse("2026-06-04T13:00:00Z");

    private final NomadReading reading = new NomadReading(new Facts(new Witness("va1", "nomad", "leader")));
    private NomadState state = NomadState.empty();

    @ParameterizedTest
    @ValueSource(strings = {"drain.json", "look-alikes.json"})
    void becomes_what_the_fixture_says(String name) {
        assertThat(Fixture.of("nomad/" + name).differences(this::look)).isEmpty();
    }

    @Test
    void a_first_look_tells_only_what_is_bad() {
        keep(reading.listed(state, Table.NODES, 9, Fixture.json("""
                [{ID: 'a', Name: 'a', Status: 'ready', SchedulingEligibility: 'eligible', ModifyIndex: 1},
                 {ID: 'b', Name: 'b', Status: 'down', SchedulingEligibility: 'eligible', ModifyIndex: 2}]"""), START));
        List<Event> told = keep(reading.listed(state, Table.ALLOCATIONS, 9, Fixture.json("""
                [{ID: '1', JobID: 'j', ClientStatus: 'failed', DesiredStatus: 'run', ModifyIndex: 1},
                 {ID: '2', JobID: 'j', ClientStatus: 'running', DesiredStatus: 'run', ModifyIndex: 1}]"""), START));

        assertThat(Told.facts(told)).singleElement().asString().startsWith("nomad.allocation.changed error");
        assertThat(Told.edges(reading.listing(state, Refs.of("sentinel.collector", "nomad"), START)))
                .contains("nomad.node/b -is-> host.machine/b", "nomad.job/j -owns-> nomad.allocation/2")
                .doesNotContain("nomad.job/j -owns-> nomad.allocation/1");
    }

    @Test
    void a_listing_read_twice_tells_nothing_twice_and_what_is_collected_ends() {
        JsonNode one =
                Fixture.json("[{ID: '1', JobID: 'j', ClientStatus: 'running', DesiredStatus: 'run', ModifyIndex: 1}]");
        keep(reading.listed(state, Table.ALLOCATIONS, 9, one, START));

        assertThat(keep(reading.listed(state, Table.ALLOCATIONS, 9, one, START)))
                .isEmpty();
        assertThat(Told.edges(keep(reading.listed(state, Table.ALLOCATIONS, 10, Fixture.json("[]"), START))))
                .containsExactly("nomad.job/j -owns-> nomad.allocation/1 ended");
        assertThat(state.allocations()).isEmpty();
    }

    @Test
    void each_instance_has_its_own_volume_where_the_group_says_so() {
        keep(reading.described(
                state,
                Fixture.json(
                        "{ID: 'j', ModifyIndex: 1, TaskGroups: [{Name: 'g', Count: 2, Volumes: {d: {Type: 'csi', Source: 'data', PerAlloc: true}}}]}"),
                START));
        List<Event> told = keep(reading.listed(
                state,
                Table.ALLOCATIONS,
                9,
                Fixture.json(
                        "[{ID: '1', Name: 'j.g[1]', JobID: 'j', TaskGroup: 'g', ClientStatus: 'running', ModifyIndex: 1}]"),
                START));

        assertThat(Told.edges(told)).contains("nomad.allocation/1 -uses-> nomad.volume/data[1]");
    }

    @Test
    void a_purged_job_is_gone() {
        JsonNode stub = Fixture.json("[{ID: 'j', Namespace: 'n', Version: 1, ModifyIndex: 1}]");
        keep(reading.listed(state, Table.JOBS, 9, stub, START));

        assertThat(Told.facts(keep(reading.listed(state, Table.JOBS, 10, Fixture.json("[]"), START))))
                .singleElement()
                .asString()
                .startsWith("nomad.job.changed warning nomad.job/n/j")
                .contains("RESOURCE_CHANGE_DELETED");
    }

    @Test
    void more_things_than_are_remembered_are_said_and_end_no_edges() {
        var many = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < 10_050; i++) {
            many.add(Fixture.json("{ID: 'a%d', JobID: 'j', ClientStatus: 'running', ModifyIndex: 1}".formatted(i)));
        }
        keep(reading.listed(state, Table.ALLOCATIONS, 9, many, START));

        assertThat(state.limited()).isTrue();
        assertThat(state.allocations()).hasSize(10_000);
        assertThat(reading.listing(state, Refs.of("sentinel.collector", "nomad"), START))
                .isEmpty();
    }

    @Test
    void hostile_lines_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(7);
        for (int round = 0; round < 100; round++) {
            for (String name : List.of("nomad/drain.json", "nomad/look-alikes.json")) {
                for (Fixture.Step step : Fixture.of(name).steps()) {
                    JsonNode broken = hostile.broken(step.read());
                    keep(reading.streamed(state, broken, step.at())).forEach(Told::check);
                    keep(reading.listed(state, List.of(Table.values()).get(round % 3), round, broken, step.at()))
                            .forEach(Told::check);
                    keep(reading.described(state, broken, step.at())).forEach(Told::check);
                }
            }
        }
    }

    private List<Event> look(Fixture.Step step) {
        if (step.action().startsWith("table ")) {
            String[] words = step.action().split(" ", -1);
            return keep(
                    reading.listed(state, Table.valueOf(words[1]), Long.parseLong(words[2]), step.read(), step.at()));
        }
        return keep(
                step.action().equals("described")
                        ? reading.described(state, step.read(), step.at())
                        : reading.streamed(state, step.read(), step.at()));
    }

    private List<Event> keep(Reading<NomadState> read) {
        state = read.state();
        return read.events();
    }
}
