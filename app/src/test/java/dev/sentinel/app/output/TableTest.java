package dev.sentinel.app.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Table table =
            new Table("name", "reason").row("a", "x \u001b[2J\n y").row("größer", "");

    @Test
    void aligns_columns_and_lets_no_value_move_the_cursor() {
        assertThat(table.write(Table.Format.TABLE)).isEqualTo("""
                NAME    REASON
                a       x \\u001b[2J\\n y
                größer
                """);
    }

    @Test
    void gives_programs_the_values_unchanged() throws IOException {
        var json = new ObjectMapper().readTree(table.write(Table.Format.JSON));

        assertThat(json).hasSize(2);
        assertThat(json.get(0).get("reason").asText()).isEqualTo("x \u001b[2J\n y");
        assertThat(json.get(1).get("name").asText()).isEqualTo("größer");
    }

    @Test
    void an_empty_table_is_an_empty_list() {
        assertThat(new Table("name").write(Table.Format.JSON)).isEqualTo("[]\n");
        assertThat(new Table("name").write(Table.Format.TABLE)).isEqualTo("NAME\n");
    }

    @Test
    void a_row_of_another_width_is_a_mistake_of_the_program() {
        assertThatThrownBy(() -> table.row("only one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_table_does_not_grow_without_end() {
        var full = new Table("n");
        for (int i = 0; i < 10_000; i++) {
            full.row("x");
        }
        assertThatThrownBy(() -> full.row("x")).isInstanceOf(IllegalArgumentException.class);
    }
}
