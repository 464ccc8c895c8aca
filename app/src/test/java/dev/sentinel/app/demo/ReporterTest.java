package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.harness.FreePort;
import dev.sentinel.lab.scenario.Scenario.Recorded;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was recorded and could not be told is said, never passed over. */
final class ReporterTest {
    private static final Instant AT = Instant.parse("2026-03-10T08:00:00Z");
    private static final String BEAT =
            "{\"cluster\":\"lab\",\"source\":{\"collector\":\"kubernetes\",\"instance\":\"one\"},"
                    + "\"occurredAt\":\"2026-03-10T08:00:00Z\",\"severity\":\"SEVERITY_INFO\","
                    + "\"subject\":{\"kind\":\"sentinel.collector\",\"name\":\"one\"},\"heartbeat\":{\"intervalSeconds\":30}}";

    @Test
    void what_nobody_takes_goes_on_waiting_and_is_counted_at_the_end() throws CannotStart {
        Reporter reporter = Reporter.of(List.of(new Recorded(AT, BEAT, 5)), FreePort.find());

        reporter.tell(AT.minusSeconds(1));
        assertThat(reporter.isDone()).isFalse();
        reporter.tell(AT);

        assertThat(reporter.isDone()).isFalse();
        assertThat(reporter.trouble().orElse("")).startsWith("1 recorded events were not told; http://127.0.0.1:");
    }

    @Test
    void a_line_that_is_no_event_is_named_before_anything_is_played() {
        assertThatThrownBy(() -> Reporter.of(List.of(new Recorded(AT, "{\"cluster\": 1", 7)), FreePort.find()))
                .isInstanceOf(CannotStart.class)
                .hasMessageStartingWith("line 7 is no event");
    }

    @Test
    void without_a_recording_there_is_nothing_to_tell() throws CannotStart {
        Reporter reporter = Reporter.of(List.of(), FreePort.find());
        reporter.tell(AT);
        assertThat(reporter.isDone()).isTrue();
        assertThat(reporter.trouble()).isEmpty();
    }
}
