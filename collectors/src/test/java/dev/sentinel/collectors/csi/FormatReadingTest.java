package dev.sentinel.collectors.csi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Cost;
import dev.sentinel.collectors.Hostile;
import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.csi.KnownVolumes.Standing;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FormatReadingTest {
    private static final Seen NOW = Seen.now(Instant.parse("2026-02-21T12:00:00Z"));
    private static final Instant FIRST_SEEN = Instant.parse("2025-01-01T00:00:00Z");
    private static final Ref NODE = Refs.node("agent-4");
    private static final Ref VOLUME = Refs.of("longhorn.volume", "longhorn-system", "pvc-1");
    private static final Ref CLAIM = Refs.of("kubernetes.persistent_volume_claim", "monitoring", "data-0");

    private final FormatReading reading = new FormatReading(new Facts(new Witness("berlin", "csi", "agent-4")));

    @Test
    void reads_recorded_lines() {
        Recorded.check(Recorded.cases("csi/format.lines"), (program, line) -> read(line));
    }

    @Test
    void a_volume_seen_before_is_named_with_everything_on_it() {
        Event event =
                read("Disk \"/dev/used\" appears to be unformatted, attempting to format as type: \"ext4\" with options: []")
                        .getFirst();

        assertThat(event.getSubject()).isEqualTo(NODE);
        assertThat(event.getRelatedList()).containsExactly(VOLUME, CLAIM);
        assertThat(event.getCsiFormatDecided().getVolume()).isEqualTo(VOLUME);
        assertThat(event.getCsiFormatDecided().getFirstSeenAt().getSeconds()).isEqualTo(FIRST_SEEN.getEpochSecond());
        assertThat(event.getCsiFormatDecided().getNode()).isEqualTo("agent-4");
    }

    @Test
    void hostile_lines_never_throw_and_huge_ones_are_read_to_a_bound() {
        Hostile hostile = new Hostile(20260221);
        List<Recorded.Case> cases = Recorded.cases("csi/format.lines");
        for (int i = 0; i < 2_000; i++) {
            List<Event> events =
                    read(hostile.mutated(cases.get(i % cases.size()).line()));
            if (i % 10 == 0) {
                events.forEach(Recorded::isSound);
            }
        }
        List<String> huge = Hostile.huge("executing filesystem command: mkfs.ext4 -m 0 ");
        assertThat(Cost.dearest(huge, this::read)).isLessThan(Cost.OF_A_BOUNDED_LINE);
    }

    private List<Event> read(String line) {
        return reading.read(line, NOW, NODE, FormatReadingTest::standing).stream()
                .toList();
    }

    private static Standing standing(String device) {
        return switch (device) {
            case "/dev/used" -> new Standing.Used(VOLUME, List.of(VOLUME, CLAIM), FIRST_SEEN);
            case "/dev/fresh" -> new Standing.Fresh(VOLUME, List.of(CLAIM));
            default -> Standing.Untold.NOTHING;
        };
    }
}
