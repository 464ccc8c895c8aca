package dev.sentinel.responders.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is silent leaves a gate without a watch; who was never meant to speak does not. */
final class WitnessTest {
    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private static final List<String> NODES = List.of("agent-3", "agent-4", "agent-41");

    private static Witness kernel(String instance, Duration heard, Duration read) {
        return new Witness("kernel", instance, NOW.minus(heard), Optional.of(NOW.minus(read)), Duration.ofSeconds(60));
    }

    private static Witness longhorn(Duration heard) {
        return new Witness("longhorn", "any", NOW.minus(heard), Optional.empty(), Duration.ofSeconds(60));
    }

    @Test
    void those_that_beat_and_read_leave_nothing_unwatched() {
        var fresh = Duration.ofSeconds(170);

        assertThat(Witness.mute(List.of(kernel("agent-4", fresh, fresh), longhorn(fresh)), "agent-4", NODES, NOW))
                .isEmpty();
    }

    @Test
    void a_kernel_log_counts_for_its_own_node_whatever_domain_it_is_called_with() {
        var fresh = Duration.ofSeconds(10);

        assertThat(Witness.mute(List.of(kernel("agent-4.lan", fresh, fresh)), "agent-4", NODES, NOW))
                .isEmpty();
        assertThat(Witness.mute(List.of(kernel("agent-41", fresh, fresh)), "agent-4", NODES, NOW))
                .containsOnlyKeys(Gate.NO_KERNEL_IO_ERROR)
                .extractingByKey(Gate.NO_KERNEL_IO_ERROR)
                .asString()
                .contains("no collector kernel was ever heard from agent-4");
    }

    @Test
    void three_missing_beats_are_a_silence() {
        var late = Duration.ofSeconds(181);

        assertThat(Witness.mute(List.of(kernel("agent-4", late, late)), "agent-4", NODES, NOW))
                .containsOnlyKeys(Gate.NO_KERNEL_IO_ERROR);
        assertThat(Witness.mute(List.of(longhorn(late)), "agent-4", NODES, NOW))
                .containsOnlyKeys(Gate.NO_REPLICA_ERROR, Gate.NO_INSTANCE_MANAGER_RESTART);
        assertThat(Witness.mute(List.of(longhorn(late), longhorn(Duration.ofSeconds(5))), "agent-4", NODES, NOW))
                .as("another one took over")
                .isEmpty();
    }

    @Test
    void one_that_lives_and_reads_nothing_is_blind() {
        var mute = Witness.mute(
                List.of(kernel("agent-4", Duration.ofSeconds(5), Duration.ofMinutes(16))), "agent-4", NODES, NOW);

        assertThat(mute.get(Gate.NO_KERNEL_IO_ERROR)).contains("lives, and read nothing since");
    }

    @Test
    void where_nobody_reads_kernels_nobody_is_missed() {
        assertThat(Witness.mute(List.of(), "agent-4", NODES, NOW)).isEmpty();
        var fresh = Duration.ofSeconds(10);
        assertThat(Witness.mute(List.of(kernel("laptop", fresh, fresh)), "agent-4", NODES, NOW))
                .as("the machine that Sentinel runs on is no node")
                .isEmpty();
    }
}
