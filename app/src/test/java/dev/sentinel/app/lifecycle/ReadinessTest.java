package dev.sentinel.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReadinessTest {
    private final Readiness readiness = new Readiness();

    @Test
    void a_new_part_is_starting_and_keeps_the_whole_from_being_ready() {
        readiness.part("store").ready();
        readiness.part("bus");

        assertThat(readiness.report())
                .isEqualTo(new Readiness.Report(
                        false,
                        List.of(
                                new Readiness.State("store", true, ""),
                                new Readiness.State("bus", false, "starting"))));
    }

    @Test
    void a_part_may_lose_and_regain_its_readiness() {
        var bus = readiness.part("bus");

        bus.ready();
        assertThat(readiness.report().ready()).isTrue();

        bus.notReady("connecting to 127.0.0.1:5672");
        assertThat(readiness.report().ready()).isFalse();
        assertThat(readiness.report().parts())
                .extracting(Readiness.State::reason)
                .containsExactly("connecting to 127.0.0.1:5672");

        bus.ready();
        assertThat(readiness.report().ready()).isTrue();
    }

    @Test
    void two_parts_of_one_name_are_a_mistake_of_the_program() {
        readiness.part("bus");
        assertThatThrownBy(() -> readiness.part("bus")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void there_is_no_end_of_parts_but_a_limit() {
        for (int i = 0; i < 64; i++) {
            readiness.part("part " + i);
        }
        assertThatThrownBy(() -> readiness.part("one more")).isInstanceOf(IllegalStateException.class);
    }
}
