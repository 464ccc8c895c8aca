package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.yaml.Parsed;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FormulaTextTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "replica_failed");

    @Test
    void not_binds_stronger_than_and_which_binds_stronger_than_or() {
        assertThat(holding("not a and b or c")).isEqualTo(holding("((not a) and b) or c"));
        assertThat(holding("a or b and not c")).isEqualTo(holding("a or (b and (not c))"));
        assertThat(holding("a or b and c")).isNotEqualTo(holding("(a or b) and c"));
    }

    @Test
    void counts_how_many_of_a_list_hold() {
        assertThat(formula("2 of (a, b, c)").holds(0b001)).isFalse();
        assertThat(formula("2 of (a, b, c)").holds(0b101)).isTrue();
        assertThat(formula("1 of (not a, b and c)").holds(0b001)).isFalse();
        assertThat(formula("3 of (a, b, c)").holds(0b111)).isTrue();
    }

    @Test
    void knows_which_clauses_it_mentions() {
        assertThat(formula("a and not (c or a)").mentions()).isEqualTo(0b101);
    }

    @Test
    void joins_clauses_of_one_word_in_one_step() {
        assertThat(formula("a and b and c"))
                .isEqualTo(new Formula.Several(
                        3, List.of(new Formula.Holds(0), new Formula.Holds(1), new Formula.Holds(2))));
    }

    @Test
    void writes_what_reads_back_as_the_same_truth() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            var formula = any(random, 4);
            var written = FormulaText.write(formula, NAMES);
            assertThat(holding(written)).as(written).isEqualTo(holding(formula));
        }
    }

    @Test
    void says_where_and_what_is_wrong() {
        assertThat(fault("a and repliça_failed"))
                .isEqualTo("column 7: no clause is called \"repliça_failed\"; did you mean \"replica_failed\"?");
        assertThat(fault("a and replica_faild"))
                .isEqualTo("column 7: no clause is called \"replica_faild\"; did you mean \"replica_failed\"?");
        assertThat(fault("a and zebra"))
                .isEqualTo("column 7: no clause is called \"zebra\"; known: a, b, c, replica_failed");
        assertThat(fault("a && b")).isEqualTo("column 3: \"&&\" is not expected here; write \"and\"");
        assertThat(fault("a AND b")).isEqualTo("column 3: \"AND\" is not expected here; write \"and\"");
        assertThat(fault("!a")).isEqualTo("column 1: \"!\" is not known here; write \"not\"");
        assertThat(fault("a b"))
                .isEqualTo("column 3: \"b\" is not expected here; between two clauses stands \"and\" or \"or\"");
        assertThat(fault("a and")).isEqualTo("column 6: the formula ends where a clause name is expected");
        assertThat(fault("and a")).isEqualTo("column 1: \"and\" stands where a clause name is expected");
        assertThat(fault("(a or b")).isEqualTo("column 8: \")\" is missing; it was opened at column 1");
        assertThat(fault("a)"))
                .isEqualTo("column 2: \")\" is not expected here; between two clauses stands \"and\" or \"or\"");
        assertThat(fault("3 of (a, b)")).isEqualTo("column 1: 3 of 2 can never be; write a number from 1 to 2");
        assertThat(fault("0 of (a, b)")).isEqualTo("column 1: 0 of 2 can never be; write a number from 1 to 2");
        assertThat(fault("99999999999 of (a, b)")).startsWith("column 1: 99999999999 of 2 can never be");
        assertThat(fault("2 (a, b)")).isEqualTo("column 3: after 2 comes \"of (a, b, c)\"");
        assertThat(fault("2 of a, b"))
                .isEqualTo("column 6: after \"of\" comes a list in parentheses, like 2 of (a, b, c)");
        assertThat(fault("  ")).isEqualTo("is empty; write clause names with and, or, not");
    }

    @Test
    void stays_small_whatever_is_written() {
        assertThat(fault("not ".repeat(200) + "a")).endsWith("nested deeper than 32 levels");
        assertThat(fault("(".repeat(500) + "a")).endsWith("nested deeper than 32 levels");
        assertThat(fault("a or ".repeat(300) + "a")).isEqualTo("a formula has at most 1024 characters");
    }

    private static Formula any(Random random, int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(3)) {
            case 0 -> new Formula.Holds(random.nextInt(NAMES.size()));
            case 1 -> new Formula.Not(any(random, depth - 1));
            default ->
                new Formula.Several(
                        1 + random.nextInt(3),
                        List.of(any(random, depth - 1), any(random, depth - 1), any(random, depth - 1)));
        };
    }

    private static Formula formula(String text) {
        return FormulaText.parse(text, NAMES).found().orElseThrow(() -> new AssertionError(fault(text)));
    }

    private static String fault(String text) {
        return switch (FormulaText.parse(text, NAMES)) {
            case Parsed.Good<Formula> good -> "no fault: " + good;
            case Parsed.Wrong<Formula> wrong -> wrong.why();
        };
    }

    private static String holding(String text) {
        return holding(formula(text));
    }

    /** The whole truth table. */
    private static String holding(Formula formula) {
        var table = new StringBuilder();
        for (long clauses = 0; clauses < 16; clauses++) {
            table.append(formula.holds(clauses) ? '1' : '0');
        }
        return table.toString();
    }
}
