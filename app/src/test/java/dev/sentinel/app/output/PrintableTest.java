package dev.sentinel.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrintableTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "pvc-c6c1475a", "Größe 大 \uD83D\uDC18", "a \\ b"})
    void leaves_text_for_people_alone(String text) {
        assertThat(Printable.escape(text)).isSameAs(text);
    }

    @Test
    void shows_what_would_break_a_line_or_move_a_cursor() {
        assertThat(Printable.escape("a\r\n\tb\u001b[31m\u0000\u0085\u2028"))
                .isEqualTo("a\\r\\n\\tb\\u001b[31m\\u0000\\u0085\\u2028");
    }

    @Test
    void shows_what_would_turn_the_reading_direction_or_hide() {
        assertThat(Printable.escape("a\u202Eb\u200B\uFEFF")).isEqualTo("a\\u202eb\\u200b\\ufeff");
    }

    @Test
    void shows_half_a_character() {
        assertThat(Printable.escape("a\uD83D")).isEqualTo("a\\ud83d");
    }
}
