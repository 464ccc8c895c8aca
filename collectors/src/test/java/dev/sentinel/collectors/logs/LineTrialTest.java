package dev.sentinel.collectors.logs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LineTrialTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");

    private final LineTrial trial =
            new LineTrial(((Signatures.Loaded.Good) Signatures.load(ShippedSignatures.texts())).signatures());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mpathb: remaining active paths: 0",
                "2026-02-21T12:00:00Z stdout F mpathb: remaining active paths: 0",
                "{\"log\":\"mpathb: remaining active paths: 0\\n\",\"stream\":\"stderr\",\"time\":\"2026-02-21T12:00:00Z\"}",
                "{\"MESSAGE\":\"mpathb: remaining active paths: 0\",\"__REALTIME_TIMESTAMP\":\"1771675200000000\",\"SYSLOG_IDENTIFIER\":\"multipathd\"}",
            })
    void a_line_is_read_out_of_any_envelope(String line) {
        assertThat(trial.read(line.getBytes(UTF_8), Optional.empty(), NOW))
                .singleElement()
                .satisfies(becomes -> {
                    assertThat(becomes.kind()).isEqualTo("multipath.map.endangered");
                    assertThat(becomes.signature()).isEqualTo("multipath-no-active-path");
                    assertThat(becomes.subject()).isEqualTo("multipath.map/example/mpathb");
                    assertThat(becomes.severity()).isEqualTo("error");
                });
    }

    @Test
    void a_line_of_another_program_is_nothing() {
        assertThat(trial.read("mpathb: remaining active paths: 0".getBytes(UTF_8), Optional.of("shop"), NOW))
                .isEmpty();
        assertThat(trial.read("all is well".getBytes(UTF_8), Optional.empty(), NOW))
                .isEmpty();
    }

    @Test
    void hostile_lines_throw_nothing() {
        Random random = new Random(1);
        for (int i = 0; i < 300; i++) {
            byte[] line = new byte[random.nextInt(2_000)];
            random.nextBytes(line);
            if (i % 2 == 0 && line.length > 0) {
                line[0] = '{';
            }
            assertThat(trial.read(line, Optional.empty(), NOW)).isEqualTo(List.of());
        }
    }
}
