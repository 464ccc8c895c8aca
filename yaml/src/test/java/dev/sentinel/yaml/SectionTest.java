package dev.sentinel.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SectionTest {
    private final Problems problems = new Problems("quiet.yaml");

    @Test
    void tells_every_mistake_at_once_with_its_line_and_the_word_that_was_meant() {
        Section top = read("""
                name: quiet
                lasts: tomorrow
                windw: 5m
                most: 99
                """);

        assertThat(top.need("name", 20)).isEqualTo("quiet");
        assertThat(top.span("lasts")).isEmpty();
        assertThat(top.span("window")).isEmpty();
        assertThat(top.count("most", 1, 9)).isEmpty();
        top.refuseOthers();

        assertThat(problems.problems())
                .extracting(Problem::toString)
                .containsExactly(
                        "quiet.yaml:2: lasts: \"tomorrow\" is not a length of time; write one like 90s, 30m, 1h30m, 48h or 7d",
                        "quiet.yaml:3: the key \"windw\" is not known; did you mean \"window\"?",
                        "quiet.yaml:4: most: \"99\" is not a whole number from 1 to 9");
    }

    @Test
    void knows_a_mapping_below_each_name() {
        List<String> seen = new ArrayList<>();

        read("""
                a: {lasts: 5m}
                b: 7
                """)
                .eachSection(
                        "clause",
                        (name, section) ->
                                seen.add(name + " " + section.span("lasts").orElseThrow()));

        assertThat(seen).containsExactly("a " + Duration.ofMinutes(5));
        assertThat(problems.problems())
                .extracting(Problem::toString)
                .containsExactly("quiet.yaml:2: b: is a clause; write its keys below it, indented");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- a | 1 | the file must be keys and values, like \"quiet: night\"",
                "'a: &x 1' | 1 | anchors and aliases",
                "'a: !!int 1' | 1 | tags (!) are not supported",
                "'a: [' | 1 | not valid YAML",
            })
    void refuses_what_such_a_file_has_no_use_for(String text, int line, String why) {
        assertThat(new YamlText("quiet.yaml", new YamlText.Form("window", "quiet: night"), problems).read(text))
                .isEmpty();

        assertThat(problems.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isGreaterThanOrEqualTo(line);
            assertThat(problem.what()).startsWith(why);
        });
    }

    @Test
    void what_a_complaint_quotes_is_one_plain_line() {
        problems.at(1, "\u001b[31mred\nnext");

        assertThat(problems.problems()).extracting(Problem::what).containsExactly(" [31mred next");
    }

    private Section read(String text) {
        var form = new YamlText.Form("window", "quiet: night");
        var mapping = new YamlText("quiet.yaml", form, problems).read(text).orElseThrow();
        return new Section(problems, "", mapping, mapping);
    }
}
