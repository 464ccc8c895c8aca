package dev.sentinel.responders.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.yaml.Parsed;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionTest {
    private static final Conditions CONDITIONS = new Conditions();

    @Test
    void facts_answer_yes_or_no() {
        var healthy = compiled("facts.robustness == \"healthy\" && int(facts.copies) >= 2");

        assertThat(healthy.ask(Map.of("robustness", "healthy", "copies", "3"))).isEqualTo(new Answer.Yes());
        assertThat(healthy.ask(Map.of("robustness", "degraded", "copies", "3"))).isEqualTo(new Answer.No());
    }

    @Test
    void a_fact_that_was_not_seen_is_neither() {
        assertThat(compiled("facts.robustness == \"healthy\"").ask(Map.of("state", "attached")))
                .isInstanceOf(Answer.CannotTell.class);
        assertThat(compiled("int(facts.copies) > 1").ask(Map.of("copies", "many")))
                .isInstanceOf(Answer.CannotTell.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "facts.copies > 1|every fact is text",
                "fact.copies == \"1\"|a fact is asked for like facts.robustness",
                "facts.copies|a condition must be true or false",
                "facts.copies == |end of the condition"
            })
    void what_is_wrong_is_said_when_it_is_read(String text, String words) {
        assertThat(CONDITIONS.compile(text))
                .isInstanceOfSatisfying(
                        Parsed.Wrong.class, wrong -> assertThat(wrong.why()).contains(words));
    }

    @Test
    void a_condition_costs_what_it_may_and_no_more() {
        assertThat(CONDITIONS.compile("facts.a == \"" + "x".repeat(Conditions.LONGEST) + "\""))
                .isInstanceOf(Parsed.Wrong.class);
        var list = "[" + "1,".repeat(Conditions.MOST_LOOP_STEPS) + "1]";
        assertThat(compiled(list + ".all(each, each == 1)").ask(Map.of())).isInstanceOf(Answer.CannotTell.class);
        var shorter = "[" + "1,".repeat(Conditions.MOST_LOOP_STEPS - 1) + "1]";
        assertThat(compiled(shorter + ".all(each, each == 1)").ask(Map.of())).isEqualTo(new Answer.Yes());
    }

    private static Condition compiled(String text) {
        return switch (CONDITIONS.compile(text)) {
            case Parsed.Good<Condition> good -> good.value();
            case Parsed.Wrong<Condition> wrong -> throw new AssertionError(wrong.why());
        };
    }
}
