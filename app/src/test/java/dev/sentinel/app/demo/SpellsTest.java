package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SpellsTest {
    private static final Instant BEGIN = Instant.parse("2026-02-21T03:00:00Z");

    private final Spells spells = new Spells();

    @Test
    void what_was_so_already_is_so_from_the_moment_that_counts() {
        looks(0, true);
        looks(10, true);

        assertThat(spells.first(at(5))).contains(at(5));
    }

    @Test
    void what_was_so_before_does_not_count() {
        looks(0, true);
        looks(1, false);
        looks(10, true);

        assertThat(spells.first(at(5))).contains(at(10));
        assertThat(spells.first(at(11))).isEmpty();
    }

    @Test
    void well_is_what_stays_so_to_the_end() {
        looks(0, true);
        looks(1, false);
        looks(10, true);
        looks(20, true);

        assertThat(spells.stands()).contains(at(10));

        looks(21, false);

        assertThat(spells.stands()).isEmpty();
    }

    @Test
    void what_flaps_without_end_is_known_from_its_later_spells() {
        for (int i = 0; i <= Spells.MOST; i++) {
            looks(2 * i, true);
            looks(2 * i + 1, false);
        }

        assertThat(spells.first(BEGIN)).contains(at(2));
    }

    private void looks(int second, boolean so) {
        spells.look(at(second), so);
    }

    private static Instant at(int second) {
        return BEGIN.plusSeconds(second);
    }
}
