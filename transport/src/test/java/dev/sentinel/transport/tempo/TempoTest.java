package dev.sentinel.transport.tempo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TempoTest {
    private static final Instant MACHINE = Instant.parse("2026-05-01T12:00:00Z");
    private static final Instant BEGIN = Instant.parse("2026-02-21T03:00:00Z");

    private final Hand hand = new Hand();

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = MACHINE;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void moves(Duration by) {
            now = now.plus(by);
        }
    }

    @ParameterizedTest
    @CsvSource({
        // speed, on the machine, of its time
        "1, PT1S, PT1S",
        "20, PT1S, PT20S",
        "20, PT0.05S, PT1S",
        "300, PT1M, PT5H",
        "0.5, PT10S, PT5S",
        "100000, PT1S, PT27H46M40S",
    })
    void time_passes_so_many_times_as_fast(double speed, Duration onTheMachine, Duration ofItsTime) {
        Played tempo = new Played(hand, BEGIN, speed);

        hand.moves(onTheMachine);

        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plus(ofItsTime));
        assertThat(tempo.inItsTime(onTheMachine)).isEqualTo(ofItsTime);
        assertThat(tempo.onThisMachine(ofItsTime)).isEqualTo(onTheMachine);
    }

    @Test
    void beyond_the_leash_it_passes_as_on_a_watch() {
        Played tempo = new Played(hand, BEGIN, 1);
        tempo.speed(300, Duration.ofSeconds(45));

        hand.moves(Duration.ofMillis(100));
        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(30));
        hand.moves(Duration.ofMillis(50));
        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(45));
        hand.moves(Duration.ofSeconds(10));
        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(55));

        tempo.speed(300, Duration.ofSeconds(45));
        hand.moves(Duration.ofMillis(100));
        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(85));
    }

    @Test
    void a_leash_makes_nothing_faster_that_is_slow() {
        Played tempo = new Played(hand, BEGIN, 1);
        tempo.speed(0.5, Duration.ofSeconds(2));

        hand.moves(Duration.ofSeconds(10));

        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(5));
    }

    @Test
    void a_change_of_speed_neither_jumps_nor_forgets() {
        Played tempo = new Played(hand, BEGIN, 300);

        hand.moves(Duration.ofSeconds(10));
        tempo.speed(20);
        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(3000));
        hand.moves(Duration.ofSeconds(3));
        tempo.speed(1);
        hand.moves(Duration.ofSeconds(7));

        assertThat(tempo.clock().instant()).isEqualTo(BEGIN.plusSeconds(3000 + 60 + 7));
        assertThat(tempo.speed()).isEqualTo(1);
    }

    @Test
    void a_machine_whose_clock_is_set_back_does_not_take_time_back_beyond_the_last_change() {
        Played tempo = new Played(hand, BEGIN, 20);

        hand.moves(Duration.ofHours(-2));

        assertThat(tempo.clock().instant()).isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0.001, 100_001, Double.NaN, Double.POSITIVE_INFINITY})
    void speeds_have_limits(double speed) {
        assertThatThrownBy(() -> new Played(hand, BEGIN, speed)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_real_one_is_the_machines() {
        Tempo real = Tempo.real(hand);

        assertThat(real.clock()).isSameAs(hand);
        assertThat(real.onThisMachine(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
        assertThat(real.inItsTime(Duration.ofSeconds(5))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void who_waits_long_is_released_by_a_higher_speed_and_by_the_end() throws InterruptedException {
        Played tempo = Tempo.from(BEGIN, 0.01);
        CountDownLatch over = new CountDownLatch(1);
        Thread faster = Thread.ofPlatform().start(() -> tempo.speed(100_000));

        assertThat(tempo.pause(Duration.ofDays(1), over)).isFalse();
        faster.join();
        tempo.speed(0.01);
        over.countDown();
        assertThat(tempo.pause(Duration.ofDays(1), over)).isTrue();
    }

    @Test
    void at_any_speed_a_rest_is_a_rest() throws InterruptedException {
        Played tempo = Tempo.from(BEGIN, 100_000);
        Instant before = tempo.clock().instant();

        boolean over = tempo.pause(Duration.ofSeconds(1), new CountDownLatch(1));

        assertThat(over).isFalse();
        // Ten milliseconds at this speed.
        assertThat(tempo.clock().instant()).isAfterOrEqualTo(before.plus(Duration.ofMinutes(15)));
    }
}
