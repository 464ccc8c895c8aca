package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreathTest {
    private final Breath breath = new Breath();

    @Test
    void a_machine_that_keeps_up_is_not_slowed() {
        // A quarter of a second on the machine.
        hears(Duration.ofSeconds(5), 20);

        assertThat(breath.allowed(20)).isEqualTo(20);
    }

    @Test
    void a_busy_machine_makes_it_longer_and_never_slower_than_life() {
        // Two seconds on the machine: ten of the story fit into them at five times the speed.
        hears(Duration.ofSeconds(40), 20);
        assertThat(breath.allowed(20)).isBetween(4.9, 5.1);

        hears(Duration.ofHours(1), 20);
        assertThat(breath.allowed(20)).isEqualTo(1);
    }

    @Test
    void who_does_not_watch_may_hear_later() {
        hears(Duration.ofSeconds(40), 20);

        assertThat(breath.allowed(300)).isBetween(29.0, 31.0);
    }

    @Test
    void silence_for_longer_than_a_beat_is_a_fact_that_is_late() {
        breath.silent(Duration.ofSeconds(30), 20);
        assertThat(breath.allowed(20)).isEqualTo(20);

        breath.silent(Duration.ofSeconds(70), 20);
        assertThat(breath.allowed(20)).isEqualTo(5);
    }

    private void hears(Duration late, double speed) {
        for (int i = 0; i < 100; i++) {
            breath.heard(late, speed);
        }
    }
}
