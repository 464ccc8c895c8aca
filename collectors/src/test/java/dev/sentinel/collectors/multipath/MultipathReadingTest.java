package dev.sentinel.collectors.multipath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Hostile;
import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shapes of answers: telemetry-stores 5.1; what is danger: 5.2. */
final class MultipathReadingTest {
    private static final Instant START = Instant.parse("2026-02-21T12:00:00Z");
    private static final Set<String> OPEN = Set.of("dm-3");

    private final MultipathReading reading =
            new MultipathReading(new Facts(new Witness("berlin", "multipath", "agent-4")), Refs.node("agent-4"));
    private MapsSeen seen = MapsSeen.NOTHING;

    @Test
    void a_first_answer_tells_the_map_and_what_it_stands_on() {
        List<Event> events = at(0, map("-", "active", "active", "ready"), OPEN);

        assertThat(kinds(events)).containsExactly("multipath.map.state_changed", "topology");
        assertThat(events.getFirst().getSubject().getName()).isEqualTo("mpathb");
        assertThat(Recorded.field(events.getFirst(), "open")).isEqualTo("true");
        assertThat(events.getLast().getTopology().getEdgesList()).hasSize(4);
        assertThat(at(10, map("-", "active", "active", "ready"), OPEN)).isEmpty();
    }

    @Test
    void an_open_map_without_an_active_group_is_told_after_a_minute_and_pages_after_two() {
        at(0, map("-", "active", "active", "ready"), OPEN);

        assertThat(kinds(at(10, map("-", "enabled", "active", "ready"), OPEN)))
                .containsExactly("multipath.group.state_changed", "multipath.map.state_changed");
        assertThat(at(60, map("-", "enabled", "active", "ready"), OPEN)).isEmpty();
        assertThat(told(at(70, map("-", "enabled", "active", "ready"), OPEN)))
                .containsExactly("SEVERITY_ERROR no_active_group 60");
        assertThat(told(at(100, map("-", "enabled", "active", "ready"), OPEN))).isEmpty();
        assertThat(told(at(130, map("-", "enabled", "active", "ready"), OPEN)))
                .containsExactly("SEVERITY_CRITICAL no_active_group 120");
        assertThat(kinds(at(140, map("-", "active", "active", "ready"), OPEN))).contains("multipath.map.recovered");
    }

    @Test
    void an_idle_map_without_an_active_group_is_in_no_danger() {
        at(0, map("-", "enabled", "active", "ready"), Set.of());

        assertThat(at(600, map("-", "enabled", "active", "ready"), Set.of())).isEmpty();
    }

    @Test
    void a_standby_group_may_be_enabled_for_ever() {
        at(0, map("-", "active", "active", "ready"), OPEN);

        assertThat(at(86_400, map("-", "active", "active", "ready"), OPEN)).isEmpty();
    }

    @Test
    void no_ready_path_and_a_countdown_are_dangers_at_once() {
        at(0, map("-", "active", "active", "ready"), OPEN);

        assertThat(told(at(10, map("12 sec", "active", "failed", "faulty"), OPEN)))
                .containsExactlyInAnyOrder("SEVERITY_ERROR no_ready_path 0", "SEVERITY_ERROR queue_countdown 0");
    }

    @Test
    void a_path_that_fails_three_times_in_ten_minutes_flaps_and_is_forgiven_later() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            at(i * 60, map("-", "active", "active", "ready"), OPEN);
            events.addAll(at(i * 60 + 30, map("-", "active", "failed", "ready"), OPEN));
        }

        assertThat(told(events)).containsExactly("SEVERITY_WARNING paths_flapping 0");
        assertThat(events.stream().filter(Event::hasMultipathPathStateChanged))
                .allSatisfy(event -> assertThat(event.getRelatedList())
                        .anyMatch(ref -> ref.getKind().equals("multipath.map")));
        at(300, map("-", "active", "active", "ready"), OPEN);
        assertThat(kinds(at(2000, map("-", "active", "active", "ready"), OPEN)))
                .containsExactly("multipath.map.recovered");
    }

    @Test
    void a_map_that_is_gone_is_in_danger_no_more_and_has_no_paths() {
        at(0, map("-", "active", "failed", "faulty"), OPEN);

        assertThat(kinds(at(10, "{\"major_version\":0,\"minor_version\":1,\"maps\":[]}", OPEN)))
                .containsExactly("multipath.map.recovered", "topology");
    }

    @Test
    void an_answer_that_is_none_keeps_what_was_known() {
        at(0, map("-", "active", "active", "ready"), OPEN);
        MapsSeen before = seen;

        assertThat(kinds(at(10, "timeout", OPEN))).containsExactly("source.unreachable");
        assertThat(seen).isEqualTo(before);
    }

    @Test
    void hostile_answers_never_throw() {
        Hostile hostile = new Hostile(20260221);
        for (int i = 0; i < 2_000; i++) {
            List<Event> events = at(i, hostile.mutated(map("-", "active", "active", "ready")), OPEN);
            if (i % 10 == 0) {
                events.forEach(Recorded::isSound);
            }
        }
        at(3_000, "[".repeat(1024 * 1024), OPEN);
        at(3_001, "{\"maps\":".repeat(100_000), OPEN);
    }

    private List<Event> at(int second, String answer, Set<String> open) {
        MultipathReading.Result result = reading.read(answer, open, seen, START.plusSeconds(second));
        seen = result.seen();
        if (second < 1_000) {
            result.events().forEach(Recorded::isSound);
        }
        return result.events();
    }

    private static List<String> kinds(List<Event> events) {
        return events.stream().map(Kinds::of).toList();
    }

    private static List<String> told(List<Event> events) {
        return events.stream()
                .filter(Event::hasMultipathMapEndangered)
                .map(event -> event.getSeverity() + " " + Recorded.field(event, "danger") + " "
                        + Recorded.field(event, "endangered_seconds"))
                .toList();
    }

    /** Two groups with a path each; the second is the standby. */
    private static String map(String queueing, String group, String path, String checker) {
        return """
                {"major_version":0,"minor_version":1,"maps":[{"name":"mpathb","uuid":"3600a","sysfs":"dm-3","failback":"-",
                "queueing":"%s","paths":2,"write_prot":"rw","dm_st":"active","features":"0","hwhandler":"1 alua","path_faults":0,
                "path_groups":[
                {"selector":"service-time 0","pri":50,"dm_st":"%s","marginal_st":"normal","group":1,"paths":[
                {"dev":"sdb","dev_t":"8:16","dm_st":"%s","dev_st":"running","chk_st":"%s","checker":"tur","pri":50,"target_wwnn":"iqn.x"}]},
                {"selector":"service-time 0","pri":10,"dm_st":"enabled","marginal_st":"normal","group":2,"paths":[
                {"dev":"sdc","dev_t":"8:32","dm_st":"active","dev_st":"running","chk_st":"%s","checker":"tur","pri":10,"target_wwnn":"[undef]"}]}
                ]}]}\0""".formatted(queueing, group, path, checker, checker.equals("faulty") ? "faulty" : "ready");
    }
}
