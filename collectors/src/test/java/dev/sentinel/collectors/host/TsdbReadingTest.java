package dev.sentinel.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules: telemetry-stores 1.3, I1 to I4; what breaking them does: 1.4, H2 and H3. */
final class TsdbReadingTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");
    private static final Ref SERVER = Refs.of("prometheus.server", "monitoring", "prometheus-0");

    private final TsdbReading reading = new TsdbReading(new Facts(new Witness("berlin", "host", "agent-4")));

    @ParameterizedTest
    @CsvSource({
        // wal, chunks_head, what is broken
        "00000000 00000001,                               000001 000002, ''",
        "'',                                              '',            ''",
        "checkpoint.00000009 00000008 00000009 00000010,  000007,        ''",
        "checkpoint.00000009 00000010,                    000007,        ''",
        "checkpoint.00000005 checkpoint.00000009 00000010, 1 2,          ''",
        "000000 000001 0000000002,                        000001,        ''",
        "00000000 lost+found 00000001.txt,                000001,        ''",
        "00000000 00000002,                               000001,        segments_contiguous",
        "checkpoint.00000009 00000010 00000012,           000001,        segments_contiguous",
        "checkpoint.00000009 00000011 00000012,           000001,        segments_follow_checkpoint",
        "checkpoint.00000009 00000008 00000009,           000001,        segments_follow_checkpoint",
        "checkpoint.00000009,                             000001,        segments_follow_checkpoint",
        "checkpoint.00000009 00000000 00000001,           000001,        segments_follow_checkpoint",
        "00000040 00000041,                               000001,        first_segment_zero",
        "00000000,                                        000001 000003, head_chunks_contiguous",
        "00000040 00000042,                               000001 000003, segments_contiguous first_segment_zero head_chunks_contiguous",
    })
    void a_folder_at_rest_is_held_against_the_four_rules(String wal, String chunks, String broken) {
        List<Event> events =
                read(folder(wal, chunks, false), TsdbReading.Before.NOTHING).events();

        events.forEach(Recorded::isSound);
        assertThat(events.stream()
                        .map(event -> Recorded.field(event, "invariant"))
                        .toList())
                .isEqualTo(broken.isEmpty() ? List.of() : List.of(broken.split(" ", -1)));
    }

    @Test
    void a_folder_in_use_is_believed_the_second_time_and_told_once() {
        TsdbFolder torn = folder("00000000 00000002", "", true);
        TsdbReading.Result first = read(torn, TsdbReading.Before.NOTHING);
        TsdbReading.Result second = read(torn, first.before());
        TsdbReading.Result third = read(torn, second.before());

        assertThat(first.events()).isEmpty();
        assertThat(second.events()).hasSize(1);
        assertThat(second.events().getFirst().getHostTsdbInvariantViolated().getGapAfter())
                .isZero();
        assertThat(second.events().getFirst().getHostTsdbInvariantViolated().getGapBefore())
                .isEqualTo(2);
        assertThat(third.events()).isEmpty();
        assertThat(read(folder("00000000 00000001", "", true), third.before()).events())
                .extracting(Kinds::of)
                .containsExactly("host.tsdb.invariant_restored");
    }

    @Test
    void what_a_dead_repair_left_is_named() {
        Event event = read(
                        folder("00000040 00000040.repair checkpoint.00000038.tmp", "", false),
                        TsdbReading.Before.NOTHING)
                .events()
                .getFirst();

        assertThat(event.getHostTsdbInvariantViolated().getLeftoversList())
                .containsExactly("00000040.repair", "checkpoint.00000038.tmp");
    }

    private TsdbReading.Result read(TsdbFolder folder, TsdbReading.Before before) {
        return reading.read(folder, before, SERVER, List.of(), NOW);
    }

    private static TsdbFolder folder(String wal, String chunks, boolean running) {
        return new TsdbFolder("/prometheus", names(wal), names(chunks), running);
    }

    private static List<String> names(String text) {
        return text.isBlank() ? List.of() : List.of(text.split(" ", -1));
    }
}
