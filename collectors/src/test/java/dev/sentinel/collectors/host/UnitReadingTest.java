package dev.sentinel.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Hostile;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Told;
import dev.sentinel.collectors.reading.Witness;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Properties of units as systemd prints them: systemctl(1), "show"; org.freedesktop.systemd1(5), unit and service objects. */
final class UnitReadingTest {
    private static final Instant START = Instant.parse("2026-02-21T10:00:00Z");
    private static final String SHOWN = """
            Id=prometheus.service
            LoadState=loaded
            ActiveState=%s
            SubState=%s
            Result=%s
            NRestarts=%d
            ExecMainCode=%d
            ExecMainStatus=%d
            InvocationID=%s
            StateChangeTimestamp=@1771668000
            """;

    private final UnitReading reading =
            new UnitReading(new Facts(new Witness("berlin", "host", "vm-1")), Refs.of("host.machine", "vm-1"));
    private Optional<UnitReading.Before> before = Optional.empty();

    @Test
    void a_unit_that_runs_is_no_news_and_its_end_is() {
        assertThat(look(0, "active", "running", "success", 0, 0, 0, "a")).isEmpty();
        assertThat(look(10, "active", "running", "success", 0, 0, 0, "a")).isEmpty();
        assertThat(look(20, "failed", "failed", "exit-code", 0, 1, 2, "a"))
                .singleElement()
                .asString()
                .startsWith(
                        "host.unit.state_changed error host.unit/vm-1/prometheus.service [prometheus.server/vm-1, host.machine/vm-1]")
                .contains(
                        "UNIT_STATE_FAILED previous_state: UNIT_STATE_ACTIVE", "result: \"exit-code\"", "exit_code: 2");
        assertThat(look(30, "failed", "failed", "exit-code", 0, 1, 2, "a")).isEmpty();
        assertThat(look(40, "active", "running", "success", 0, 0, 0, "b"))
                .singleElement()
                .asString()
                .startsWith("host.unit.state_changed info")
                .doesNotContain("exit_code");
    }

    @Test
    void one_that_does_not_run_is_told_at_the_first_look() {
        assertThat(look(0, "failed", "failed", "start-limit-hit", 5, 1, 1, "a"))
                .singleElement()
                .asString()
                .contains("error", "start-limit-hit", "restart_count: 5");
    }

    @Test
    void a_restart_between_two_looks_is_seen_and_one_by_hand_is_told_apart() {
        look(0, "active", "running", "success", 0, 0, 0, "a");

        assertThat(look(10, "active", "running", "success", 1, 0, 0, "b"))
                .singleElement()
                .asString()
                .startsWith("host.unit.state_changed warning")
                .contains("restart_count: 1");
        assertThat(look(20, "active", "running", "success", 0, 0, 0, "c"))
                .singleElement()
                .asString()
                .startsWith("host.unit.state_changed info");
    }

    @Test
    void a_loop_is_told_once_then_its_end() {
        look(0, "active", "running", "success", 0, 0, 0, "a");
        look(10, "activating", "auto-restart", "signal", 1, 2, 9, "a");
        look(20, "active", "running", "success", 1, 0, 0, "b");
        assertThat(look(30, "activating", "auto-restart", "signal", 3, 2, 9, "c"))
                .singleElement()
                .asString()
                .startsWith("host.unit.state_changed error")
                .contains("restart_count: 3");
        for (int i = 4; i < 20; i++) {
            assertThat(look(30 + i * 10, i % 2 == 0 ? "active" : "activating", "x", "signal", i, 2, 9, "d" + i))
                    .isEmpty();
        }
        assertThat(look(300, "active", "running", "success", 19, 0, 0, "z")).isEmpty();
        assertThat(look(1_000, "active", "running", "success", 19, 0, 0, "z"))
                .singleElement()
                .asString()
                .startsWith("host.unit.state_changed info");
        assertThat(look(1_010, "active", "running", "success", 19, 0, 0, "z")).isEmpty();
    }

    @Test
    void giving_up_is_news_within_a_loop() {
        look(0, "active", "running", "success", 0, 0, 0, "a");
        look(10, "activating", "auto-restart", "exit-code", 4, 1, 1, "b");

        assertThat(look(20, "failed", "failed", "start-limit-hit", 5, 1, 1, "c"))
                .hasSize(1);
    }

    @Test
    void several_units_in_one_answer_and_those_that_are_none() {
        assertThat(UnitShown.of("""
                        Id=loki.service
                        ActiveState=active
                        StateChangeTimestamp=Sat 2026-02-21 10:00:00 UTC

                        Id=gone.service
                        LoadState=not-found
                        ActiveState=inactive

                        Id=odd.service
                        ActiveState=maintenance

                        ActiveState=active
                        """)).singleElement().satisfies(unit -> {
            assertThat(unit.unit()).isEqualTo("loki.service");
            assertThat(unit.changedAt()).contains(START);
        });
    }

    @Test
    void hostile_answers_throw_nothing_and_become_nothing_invalid() {
        Hostile hostile = new Hostile(5);
        for (int round = 0; round < 2_000; round++) {
            String answer = SHOWN.formatted("active", "running", "success", round % 50, 1, 137, "a" + round % 3) + "\n"
                    + SHOWN.formatted("failed", "failed", "signal", 2, 2, 9, "b");
            for (UnitShown unit : UnitShown.of(hostile.broken(answer))) {
                keep(unit, START.plusSeconds(round))
                        .forEach(each -> assertThat(each).isNotEmpty());
            }
        }
        assertThat(UnitShown.of("Id=" + "x".repeat(3 << 20))).isEmpty();
    }

    private List<String> look(
            int second,
            String active,
            String sub,
            String result,
            int restarts,
            int code,
            int status,
            String invocation) {
        String answer = SHOWN.formatted(active, sub, result, restarts, code, status, invocation);
        return keep(UnitShown.of(answer).getFirst(), START.plusSeconds(second));
    }

    private List<String> keep(UnitShown unit, Instant at) {
        var read = reading.read(before, unit, List.of(Refs.of("prometheus.server", "vm-1")), at);
        before = Optional.of(read.state());
        return Told.facts(read.events());
    }
}
