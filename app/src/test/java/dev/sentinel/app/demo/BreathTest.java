package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BreathTest {
    private final Breath breath = new Breath(Duration.ofSeconds(30));

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

        assertThat(breath.allowed(300)).isBetween(22.0, 23.0);
    }

    @Test
    void a_rush_that_is_over_slows_nobody_down() {
        hears(Duration.ofSeconds(40), 20);

        for (int look = 0; look < 50; look++) {
            breath.calm();
        }

        assertThat(breath.allowed(20)).isEqualTo(20);
    }

    @Test
    void the_longer_somebody_is_silent_the_slower_so_that_nobody_is_missed() {
        breath.silent(Duration.ofSeconds(30));
        assertThat(breath.allowed(20)).isEqualTo(20);

        breath.silent(Duration.ofSeconds(38));
        assertThat(breath.allowed(20)).isEqualTo(8);

        breath.silent(Duration.ofSeconds(70));
        assertThat(breath.allowed(20)).isEqualTo(1);
        assertThat(breath.allowed(300)).isEqualTo(20);
    }

    @Test
    void the_longer_somebody_is_silent_the_shorter_the_leash() {
        assertThat(breath.leash(20)).isEqualTo(Duration.ofSeconds(10));
        assertThat(breath.leash(300)).isEqualTo(Duration.ofSeconds(45));

        breath.silent(Duration.ofSeconds(38));
        assertThat(breath.leash(20)).isEqualTo(Duration.ofSeconds(2));

        breath.silent(Duration.ofHours(1));
        assertThat(breath.leash(300)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_world_that_falls_behind_is_waited_for_and_one_that_keeps_up_hastens_nobody() {
        hears(Duration.ofSeconds(40), 20);
        double before = breath.allowed(20);
        breath.lags(Duration.ofMillis(20), 20);
        assertThat(breath.allowed(20)).isEqualTo(before);

        for (int i = 0; i < 100; i++) {
            breath.lags(Duration.ofSeconds(80), 20);
        }
        assertThat(breath.allowed(20)).isBetween(2.4, 2.6);
    }

    /** Then only the way of facts slows the story down. */
    @Test
    void who_beats_more_seldom_than_anybody_notices_is_not_waited_for() {
        Breath seldom = new Breath(Duration.ofMinutes(10));
        seldom.silent(Duration.ofHours(1));
        assertThat(seldom.allowed(9_999)).isEqualTo(9_999);

        for (int i = 0; i < 100; i++) {
            seldom.heard(Duration.ofMinutes(30), 9_000);
        }
        assertThat(seldom.allowed(9_999)).isBetween(4_400.0, 4_600.0);
    }

    private void hears(Duration late, double speed) {
        for (int i = 0; i < 100; i++) {
            breath.heard(late, speed);
        }
    }
}
