package dev.sentinel.collectors.longhorn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.kubernetes.Hint;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Fixture;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Resource;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Recorded resources of several versions, and what they become. */
class LonghornTest {
    private static final Facts FACTS = new Facts(new Witness("home", "longhorn", "leader"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new-node-fails-replicas.json",
                "salvage-v1.5.json",
                "salvage-v1.12.json",
                "rebuild.json",
                "manager-crash.json",
                "empty-shell.json",
                "read-only.json",
                "small-things.json",
                "look-alikes.json",
                "metrics.json"
            })
    void becomes_what_the_fixture_says(String name) {
        Longhorn longhorn = new Longhorn(FACTS, "longhorn-system");
        assertThat(Fixture.of("longhorn/" + name).differences(step -> look(longhorn, step)))
                .isEmpty();
    }

    @Test
    void goes_on_after_a_restart_as_if_nothing_had_been() {
        var steps = Fixture.of("longhorn/new-node-fails-replicas.json").steps();
        Longhorn whole = new Longhorn(FACTS, "longhorn-system");
        List<Event> told = new ArrayList<>();
        steps.forEach(step -> told.addAll(look(whole, step)));
        List<Event> toldByMany = new ArrayList<>();
        Longhorn last = new Longhorn(FACTS, "longhorn-system");
        for (var step : steps) {
            Longhorn next = new Longhorn(FACTS, "longhorn-system");
            next.remember(last.known());
            toldByMany.addAll(look(next, step));
            last = next;
        }
        assertThat(toldByMany).isEqualTo(told);
    }

    @Test
    void a_second_instance_tells_facts_with_times_of_their_own_under_the_same_ids() {
        var steps = Fixture.of("longhorn/new-node-fails-replicas.json").steps();
        List<String> first = failures(new Longhorn(FACTS, "longhorn-system"), steps, 0);
        Facts other = new Facts(new Witness("home", "longhorn", "standby"));
        List<String> second = failures(new Longhorn(other, "longhorn-system"), steps, 7);
        assertThat(second).isEqualTo(first).isNotEmpty();
    }

    @Test
    void a_full_listing_holds_every_edge_of_its_scopes() {
        Longhorn longhorn = new Longhorn(FACTS, "longhorn-system");
        Fixture.of("longhorn/new-node-fails-replicas.json").steps().forEach(step -> look(longhorn, step));
        var listing =
                longhorn.listing(Refs.of("sentinel.collector", "longhorn"), Instant.parse("2026-02-21T12:00:00Z"));
        assertThat(Told.edges(listing))
                .contains(
                        "longhorn.node/longhorn-system/agent-4 -is-> kubernetes.node/agent-4",
                        "longhorn.disk/longhorn-system/disk-uuid-4 -part_of-> kubernetes.node/agent-4",
                        "longhorn.replica/longhorn-system/pvc-1-r-aaaaaaaa -on-> longhorn.disk/longhorn-system/disk-uuid-4",
                        "longhorn.setting/longhorn-system/replica-auto-balance -governs-> kubernetes.node/agent-1")
                // its scheduling was switched off
                .doesNotContain(
                        "longhorn.setting/longhorn-system/replica-auto-balance -governs-> kubernetes.node/agent-4");
        assertThat(listing)
                .allSatisfy(
                        event -> assertThat(event.getTopology().hasSnapshot()).isTrue());
    }

    @Test
    void hostile_resources_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(20260221);
        Longhorn longhorn = new Longhorn(FACTS, "longhorn-system");
        List<Fixture.Step> steps = new ArrayList<>();
        List.of(
                        "new-node-fails-replicas.json",
                        "rebuild.json",
                        "manager-crash.json",
                        "small-things.json",
                        "salvage-v1.12.json")
                .forEach(name -> steps.addAll(Fixture.of("longhorn/" + name).steps()));
        for (int round = 0; round < 60; round++) {
            for (Fixture.Step step : steps) {
                var broken = new Fixture.Step(
                        step.at().plusSeconds(round * 600L), step.action(), hostile.broken(step.read()));
                look(longhorn, broken).forEach(Told::check);
            }
        }
    }

    @Test
    void a_hostile_metrics_page_throws_nothing() {
        Hostile hostile = new Hostile(7);
        String page =
                Fixture.of("longhorn/metrics.json").steps().getFirst().read().asText();
        Longhorn longhorn = new Longhorn(FACTS, "longhorn-system");
        for (int round = 0; round < 2_000; round++) {
            longhorn.metrics(hostile.broken(page), Instant.parse("2026-02-21T12:00:00Z"))
                    .forEach(Told::check);
        }
    }

    private static List<String> failures(Longhorn longhorn, List<Fixture.Step> steps, int secondsLater) {
        return steps.stream()
                .flatMap(step ->
                        look(
                                longhorn,
                                new Fixture.Step(step.at().plusSeconds(secondsLater), step.action(), step.read()))
                                .stream())
                .filter(Event::hasLonghornReplicaFailed)
                .map(Event::getId)
                .toList();
    }

    private static List<Event> look(Longhorn longhorn, Fixture.Step step) {
        return switch (step.action()) {
            case "metrics" -> longhorn.metrics(step.read().asText(), step.at());
            case "hint" ->
                Hint.of(step.read()).map(hint -> longhorn.hint(hint, step.at())).orElse(List.of());
            case "pod" ->
                Resource.of(step.read())
                        .map(pod -> longhorn.pod(pod, step.at()))
                        .orElse(List.of());
            case "gone" ->
                Resource.of(step.read())
                        .map(last -> longhorn.gone(last, step.at()))
                        .orElse(List.of());
            default ->
                Resource.of(step.read())
                        .map(now -> longhorn.read(now, step.at()))
                        .orElse(List.of());
        };
    }
}
