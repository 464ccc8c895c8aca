package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.demo.Verdict.Figures;
import dev.sentinel.app.demo.Verdict.Finding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The last words of a play claim nothing that was not seen. */
final class LinesTest {
    private final StringWriter out = new StringWriter();

    @Test
    void what_somebody_ended_is_not_judged() {
        Verdict verdict = verdict(Optional.of(Duration.ofMinutes(3)), 0, 0, 0);

        new Lines(new PrintWriter(out, true), false).ends(verdict);

        assertThat(verdict.good()).isFalse();
        assertThat(out.toString()).contains("Ended after 3m").doesNotContain("nothing lost", "NOT EXPECTED");
    }

    @Test
    void nothing_is_lost_only_when_all_of_it_arrived() {
        new Lines(new PrintWriter(out, true), false).ends(verdict(Optional.empty(), 12, 12, 0));
        assertThat(out.toString()).contains("12 events out, 12 in the journal: nothing lost");

        new Lines(new PrintWriter(out, true), false).ends(verdict(Optional.empty(), 12, 12, 3));
        assertThat(out.toString()).contains("12 events out, 12 in the journal: 3 still on disk");

        new Lines(new PrintWriter(out, true), false).ends(verdict(Optional.empty(), 13, 12, 0));
        assertThat(out.toString()).contains("13 events out, 12 in the journal: NOT all arrived");
    }

    private static Verdict verdict(Optional<Duration> ended, long out, long journaled, long waiting) {
        var figures = new Figures(
                Optional.empty(), Optional.empty(), Optional.empty(), out, journaled, waiting, Duration.ofSeconds(30));
        return new Verdict(ended, List.of(new Finding(true, "it opened")), figures, List.of(), Optional.empty());
    }
}
