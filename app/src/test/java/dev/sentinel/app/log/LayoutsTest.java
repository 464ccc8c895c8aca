package dev.sentinel.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.app.config.SentinelConfig.Log;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

final class LayoutsTest {
    private final LoggerContext context = new LoggerContext();

    @Test
    void a_text_line_reads_time_level_who_what_and_key_values() {
        var event = event("incident opened", null, new KeyValuePair("incident", "i-1"), new KeyValuePair("nodes", 3));

        assertThat(text(event))
                .isEqualTo("2026-11-21T12:00:00.250Z INFO  Opening: incident opened incident=i-1 nodes=3\n");
    }

    @Test
    void a_text_value_with_blanks_or_quotes_is_quoted() {
        var event = event(
                "m", null, new KeyValuePair("a", "x y"), new KeyValuePair("b", ""), new KeyValuePair("c", "\"=\""));

        assertThat(text(event)).endsWith(": m a=\"x y\" b=\"\" c=\"\\\"=\\\"\"\n");
    }

    @Test
    void nothing_in_a_text_line_can_forge_another_line() {
        var hostile = "x\n2026-11-21T12:00:00.000Z INFO  Fake: all is well\r\u001b[1A";
        var event = event(hostile, new IllegalStateException(hostile), new KeyValuePair("k" + hostile, hostile));

        var lines = text(event).lines().toList();

        assertThat(lines.getFirst()).startsWith("2026-11-21T12:00:00.250Z INFO  Opening: x\\n2026");
        assertThat(lines.subList(1, lines.size())).isNotEmpty().allMatch(line -> line.startsWith("\t"));
        assertThat(text(event)).doesNotContain("\r", "\u001b");
    }

    @Test
    void a_text_trace_names_each_cause_on_indented_lines() {
        var event = event("m", new IllegalStateException("outer", new IOException("inner")));

        assertThat(text(event))
                .contains(
                        "\n\tjava.lang.IllegalStateException: outer\n",
                        "\n\tcaused by java.io.IOException: inner\n",
                        "\n\t  at ");
    }

    @Test
    void a_json_line_is_one_object_with_the_values_beside_the_fixed_fields() throws IOException {
        var json = json(event(
                "incident opened",
                null,
                new KeyValuePair("incident", "i-1"),
                new KeyValuePair("nodes", 3),
                new KeyValuePair("fresh", false),
                new KeyValuePair("missing", null)));

        assertThat(json.get("time").asText()).isEqualTo("2026-11-21T12:00:00.250Z");
        assertThat(json.get("level").asText()).isEqualTo("INFO");
        assertThat(json.get("logger").asText()).isEqualTo("dev.sentinel.Opening");
        assertThat(json.get("message").asText()).isEqualTo("incident opened");
        assertThat(json.get("incident").asText()).isEqualTo("i-1");
        assertThat(json.get("nodes").isInt()).isTrue();
        assertThat(json.get("fresh").isBoolean()).isTrue();
        assertThat(json.get("missing").asText()).isEqualTo("null");
    }

    @Test
    void a_json_line_stays_one_line_and_keeps_hostile_text_as_text() throws IOException {
        var hostile = "x\n\u2028\u001b\", \"level\": \"ERROR";
        var event = event(hostile, new IllegalStateException(hostile), new KeyValuePair(hostile, hostile));

        var line = new JsonLayout().doLayout(event);

        assertThat(line).containsOnlyOnce("\n").endsWith("\n");
        assertThat(line.strip().chars()).allMatch(c -> c >= ' ' && c < 127);
        assertThat(json(event).get("message").asText()).isEqualTo(hostile);
        assertThat(json(event).get("level").asText()).isEqualTo("INFO");
    }

    @Test
    void a_json_value_named_like_a_fixed_field_does_not_replace_it() throws IOException {
        var json = json(event("m", null, new KeyValuePair("level", "ERROR"), new KeyValuePair("level", "again")));

        assertThat(json.get("level").asText()).isEqualTo("INFO");
        assertThat(json.get("level_").asText()).isEqualTo("ERROR");
        assertThat(json.get("level__").asText()).isEqualTo("again");
    }

    @Test
    void a_json_line_carries_the_error_and_its_trace() throws IOException {
        var json = json(event("m", new IllegalStateException("broken")));

        assertThat(json.get("error").asText()).isEqualTo("java.lang.IllegalStateException: broken");
        assertThat(json.get("stack").asText()).contains("LayoutsTest");
    }

    @Test
    void one_value_cannot_fill_the_log() throws IOException {
        var event = event("m", null, new KeyValuePair("body", "x".repeat(100_000)));

        assertThat(text(event)).hasSizeLessThan(10_000).contains("(91808 more characters)");
        assertThat(json(event).get("body").asText()).hasSizeLessThan(10_000);
    }

    private static String text(ILoggingEvent event) {
        return Logs.layout(Log.Format.TEXT).doLayout(event);
    }

    private static JsonNode json(ILoggingEvent event) throws IOException {
        return new ObjectMapper().readTree(Logs.layout(Log.Format.JSON).doLayout(event));
    }

    private LoggingEvent event(String message, @Nullable Throwable thrown, KeyValuePair... pairs) {
        var logger = context.getLogger("dev.sentinel.Opening");
        var event = new LoggingEvent("", logger, Level.INFO, message, thrown, new Object[0]);
        event.setInstant(Instant.parse("2026-11-21T12:00:00.250Z"));
        for (var pair : pairs) {
            event.addKeyValuePair(pair);
        }
        return event;
    }
}
