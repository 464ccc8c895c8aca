package dev.sentinel.collectors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShippedSignaturesTest {
    @Test
    void all_shipped_signatures_take_their_own_examples_and_leave_the_others() {
        assertThat(Signatures.load(ShippedSignatures.texts()))
                .satisfies(loaded -> assertThat(loaded instanceof Signatures.Loaded.Bad bad ? bad.faults() : "good")
                        .isEqualTo("good"));
    }
}
