package dev.sentinel.correlator.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The earliest half and the latest half of the times stay, in whatever order they come, and all are counted. */
final class OccasionsTest {
    private static final int MOST = 8;

    private static final class Seen extends Occasions {
        private Seen(long time) {
            super(time);
        }
    }

    @Test
    void few_times_are_all_kept_and_in_order() {
        var seen = new Seen(5);
        assertThat(times(seen)).containsExactly(5L);
        assertThat(seen.add(3, MOST)).isFalse();
        assertThat(times(seen)).containsExactly(3L, 5L);
        assertThat(seen.add(4, MOST)).isFalse();
        assertThat(seen.add(5, MOST)).isFalse();
        assertThat(times(seen)).containsExactly(3L, 4L, 5L, 5L);
        assertThat(seen.first()).isEqualTo(3);
        assertThat(seen.last()).isEqualTo(5);
        assertThat(seen.total()).isEqualTo(4);
    }

    @Test
    void of_too_many_the_earliest_and_the_latest_stay_whatever_their_order() {
        var random = new Random(1);
        for (var round = 0; round < 100; round++) {
            var order = new ArrayList<Long>(
                    LongStream.range(0, 3 + random.nextInt(40)).boxed().toList());
            Collections.shuffle(order, random);
            var seen = new Seen(order.getFirst());
            order.stream().skip(1).forEach(time -> seen.add(time, MOST));

            assertThat(times(seen)).isEqualTo(kept(order.stream().sorted().toList()));
            assertThat(seen.total()).isEqualTo(order.size());
        }
    }

    @Test
    void a_time_that_has_to_go_is_said_and_may_have_been_between() {
        var seen = seen(0, MOST);
        assertThat(seen.mayHaveHad(0, MOST)).isFalse();
        assertThat(seen.add(3, MOST)).isTrue();
        assertThat(seen.mayHaveHad(3, 4)).isTrue();
        assertThat(seen.mayHaveHad(4, 7)).isFalse();
    }

    @Test
    void what_is_taken_back_or_forgotten_is_gone() {
        var seen = seen(0, 4);
        assertThat(seen.remove(1)).isFalse();
        assertThat(times(seen)).containsExactly(0L, 2L, 3L);
        assertThat(seen.forgetBefore(2)).isTrue();
        assertThat(seen.forgetBefore(2)).isFalse();
        assertThat(times(seen)).containsExactly(2L, 3L);
        assertThat(seen.any(0, 1)).isFalse();
        assertThat(seen.any(3, 9)).isTrue();
        assertThat(seen.remove(2)).isFalse();
        assertThat(seen.remove(3)).isTrue();
    }

    private static Seen seen(long from, int count) {
        var seen = new Seen(from);
        LongStream.range(from + 1, from + count).forEach(time -> seen.add(time, MOST));
        return seen;
    }

    private static List<Long> kept(List<Long> inOrder) {
        if (inOrder.size() <= MOST) {
            return inOrder;
        }
        var kept = new ArrayList<>(inOrder.subList(0, MOST / 2));
        kept.addAll(inOrder.subList(inOrder.size() - MOST / 2, inOrder.size()));
        return kept;
    }

    private static List<Long> times(Occasions seen) {
        var times = new ArrayList<Long>();
        for (var i = 0; i < seen.size(); i++) {
            times.add(seen.time(i));
        }
        return times;
    }
}
