package dev.sentinel.collectors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.rules.Fault;
import dev.sentinel.collectors.rules.RuleFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SignaturesTest {
    private static final String GOOD = """
            programs: [shop]
            signatures:
              - id: basket-lost
                when: {msg: {begins: basket lost, like: 'of (?P<who>\\w+)'}}
                becomes: custom
                severity: warning
                fact: {name: shop.basket_lost, fields: {who: "{who}"}}
                examples:
                  - line: 'level=warn msg="basket lost of alice"'
                  - nothing: 'level=warn msg="basket found of alice"'
            """;

    @Test
    void a_file_of_the_users_own_is_taken() {
        assertThat(Signatures.load(file(GOOD))).isInstanceOf(Signatures.Loaded.Good.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "becomes: custom ~ becomes: costum ~ users.yaml:5: becomes: there is no fact of the kind \"costum\"; did you mean \"custom\"?",
                "severity: warning ~ severity: warnin ~ users.yaml:6: severity: \"warnin\" is none; did you mean \"warning\"?",
                "severity: warning ~ sevrity: warning ~ users.yaml:6: the key \"sevrity\" is not known; did you mean \"severity\"?",
                "'of (?P<who>\\w+)' ~ '(?=of)' ~ users.yaml:4: like: not a regular expression",
                "'of (?P<who>\\w+)' ~ '(a)\\1' ~ users.yaml:4: like: not a regular expression",
                "{who: \"{who}\"} ~ {who: \"{who | scnds}\"} ~ users.yaml:7: who: \"scnds\" is nothing a value can be turned into",
                "fields: ~ feelds: ~ users.yaml:7: feelds: the fact has no such field; did you mean \"fields\"?",
                "name: shop.basket_lost, ~ '' ~ users.yaml:7: fact: \"name\" must be filled",
                "basket lost of alice ~ basket left of alice ~ users.yaml:9: line: the signature \"basket-lost\" does not take this line",
                "basket found of alice ~ basket lost of bob ~ users.yaml:10: nothing: the signature \"basket-lost\" takes this line",
                "begins: basket lost, ~ '' ~ users.yaml:4: when: needs at least one",
                "id: basket-lost ~ id: Basket_Lost ~ users.yaml:3: id: \"Basket_Lost\" is not a name",
                "signatures: ~ 'signatures: [' ~ users.yaml:3: not valid YAML",
                "programs: [shop] ~ 'programs: &a [*a]' ~ users.yaml:1: aliases (*) are not supported",
            })
    void a_mistake_is_told_with_file_line_and_the_nearest_word(String text, String mistake, String told) {
        assertThat(faults(GOOD.replace(text, mistake)))
                .anySatisfy(fault -> assertThat(fault).startsWith(told));
    }

    @Test
    void all_mistakes_are_told_at_once() {
        assertThat(faults(GOOD.replace("warning", "loud").replace("id: basket-lost", "id: B")))
                .hasSize(2);
    }

    @Test
    void an_id_belongs_to_one_file() {
        SequencedMap<String, String> files = file(GOOD);
        files.put("more.yaml", GOOD);

        assertThat(Signatures.load(files))
                .isInstanceOfSatisfying(
                        Signatures.Loaded.Bad.class,
                        bad -> assertThat(bad.faults())
                                .extracting(Fault::toString)
                                .containsExactly(
                                        "more.yaml: the id \"basket-lost\" is taken by a signature in users.yaml"));
    }

    @Test
    void what_an_example_becomes_is_compared() {
        assertThat(faults(GOOD.replace(
                        "basket lost of alice\"'", "basket lost of alice\"'\n        becomes: {name: shop.other}")))
                .containsExactly("users.yaml:10: name: is \"shop.basket_lost\", not \"shop.other\"");
    }

    @Test
    void a_file_too_large_or_too_deep_is_refused_before_it_is_read() {
        assertThat(faults("#".repeat(RuleFile.LARGEST + 1)))
                .containsExactly("users.yaml: is larger than 512 KiB; split it");
        assertThat(faults("[".repeat(10_000))).singleElement().asString().contains("nested deeper");
    }

    private static SequencedMap<String, String> file(String text) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("users.yaml", text);
        return files;
    }

    private static List<String> faults(String text) {
        return Signatures.load(file(text)) instanceof Signatures.Loaded.Bad bad
                ? bad.faults().stream().map(Fault::toString).toList()
                : List.of();
    }
}
