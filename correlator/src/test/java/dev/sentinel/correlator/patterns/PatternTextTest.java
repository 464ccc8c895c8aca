package dev.sentinel.correlator.patterns;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatternTextTest {
    @Test
    void explains_the_headline_in_words() {
        var text = PatternText.explain(Fixtures.good(new PatternReader()
                .read("new-node-poisons-telemetry.yaml", Fixtures.text("new-node-poisons-telemetry"))));

        System.out.println(text);
        assertThat(text).isNotEmpty();
    }
}
