package dev.sentinel.app.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class ClosingTest {
    private final List<String> closed = new CopyOnWriteArrayList<>();

    @Test
    void closes_in_reverse() {
        var closing = new Closing(Duration.ofSeconds(10));
        closing.add("store", () -> closed.add("store"));
        closing.closes("bus", () -> closed.add("bus"));
        closing.add("server", () -> closed.add("server"));

        assertThat(closing.closeAll()).isEmpty();
        assertThat(closed).containsExactly("server", "bus", "store");
    }

    @Test
    void a_step_that_fails_is_named_and_the_rest_still_closes() {
        var closing = new Closing(Duration.ofSeconds(10));
        closing.add("store", () -> closed.add("store"));
        closing.add("bus", () -> {
            throw new IOException("pipe broke");
        });
        closing.add("server", () -> {
            throw new AssertionError("bug");
        });

        assertThat(closing.closeAll())
                .containsExactly(
                        new Closing.Failure("server", "java.lang.AssertionError: bug"),
                        new Closing.Failure("bus", "java.io.IOException: pipe broke"));
        assertThat(closed).containsExactly("store");
    }

    @Test
    void a_step_that_hangs_is_interrupted_named_and_left_behind_within_its_share() throws InterruptedException {
        var interrupted = new CountDownLatch(1);
        var closing = new Closing(Duration.ofSeconds(2));
        closing.add("store", () -> closed.add("store"));
        closing.add("bus", () -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                interrupted.countDown();
            }
        });

        var begun = System.nanoTime();
        var failures = closing.closeAll();

        assertThat(failures).singleElement().satisfies(failure -> {
            assertThat(failure.step()).isEqualTo("bus");
            assertThat(failure.why()).startsWith("still closing after ");
        });
        assertThat(closed).containsExactly("store");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(10));
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void time_that_quick_steps_leave_is_there_for_the_slow_one() {
        var closing = new Closing(Duration.ofSeconds(20));
        closing.add(
                "slow",
                () -> assertThat(new CountDownLatch(1).await(3, TimeUnit.SECONDS))
                        .isFalse());
        for (int i = 0; i < 9; i++) {
            closing.add("quick " + i, () -> closed.add("quick"));
        }

        assertThat(closing.closeAll()).isEmpty();
        assertThat(closed).hasSize(9);
    }

    @Test
    void a_second_close_finds_nothing_left() {
        var closing = new Closing(Duration.ofSeconds(10));
        closing.add("store", () -> closed.add("store"));

        assertThat(closing.closeAll()).isEmpty();
        assertThat(closing.closeAll()).isEmpty();
        assertThat(closed).containsExactly("store");
    }

    @Test
    void after_the_hand_over_only_the_new_owner_closes() {
        var building = new Closing(Duration.ofSeconds(10));
        building.add("store", () -> closed.add("store"));
        building.add("bus", () -> closed.add("bus"));
        var owner = building.handOver();

        building.close();
        assertThat(closed).isEmpty();

        owner.close();
        assertThat(closed).containsExactly("bus", "store");
    }

    @Test
    void an_interrupted_closer_does_not_wait_but_still_asks_every_step() throws InterruptedException {
        var asked = new CountDownLatch(2);
        var closing = new Closing(Duration.ofSeconds(10));
        closing.add("store", asked::countDown);
        closing.add("bus", asked::countDown);

        Thread.currentThread().interrupt();
        var failures = closing.closeAll();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failures).extracting(Closing.Failure::why).containsOnly("interrupted while closing");
        assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
