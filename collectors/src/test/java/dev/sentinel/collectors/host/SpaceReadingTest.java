package dev.sentinel.collectors.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SpaceReadingTest {
    private static final Instant START = Instant.parse("2026-02-21T12:00:00Z");

    private final SpaceReading reading =
            new SpaceReading(new Facts(new Witness("berlin", "host", "vm-1")), SpaceReading.Thresholds.USUAL);
    private SpaceReading.Before before = SpaceReading.Before.NOTHING;

    @Test
    void low_space_is_told_once_and_again_when_it_is_scarce_and_when_it_is_over() {
        assertThat(at(0, 50, 50)).isEmpty();
        assertThat(at(86_400, 9, 50)).containsExactly("host.space.low bytes SEVERITY_WARNING");
        assertThat(at(86_460, 8, 50)).isEmpty();
        assertThat(at(90_000, 2, 50)).containsExactly("host.space.low bytes SEVERITY_ERROR");
        assertThat(at(90_060, 12, 50)).isEmpty();
        assertThat(at(90_120, 40, 50)).containsExactly("host.space.recovered bytes SEVERITY_INFO");
    }

    @Test
    void inodes_run_out_while_bytes_are_free() {
        assertThat(at(0, 60, 4)).containsExactly("host.space.low inodes SEVERITY_WARNING");
    }

    @Test
    void a_fast_fall_is_told_before_the_threshold() {
        at(0, 40, 50);

        assertThat(at(600, 28, 50)).containsExactly("host.space.low bytes SEVERITY_WARNING");
    }

    @Test
    void a_filesystem_without_counted_inodes_has_none_to_run_out_of() {
        Filesystem btrfs = new Filesystem("/srv", "sda", 50, 100, 0, 0, false);

        assertThat(read(btrfs, START)).isEmpty();
    }

    @Test
    void a_mount_that_turns_read_only_is_told_and_one_that_always_was_is_not() {
        assertThat(read(new Filesystem("/srv", "sda", 50, 100, 5, 10, true), START))
                .isEmpty();
        assertThat(read(new Filesystem("/srv", "sda", 50, 100, 5, 10, false), START))
                .hasSize(1);
        assertThat(read(new Filesystem("/srv", "sda", 50, 100, 5, 10, true), START))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.getHostFilesystemReadOnlyChanged().getReadOnly())
                        .isTrue());
    }

    private List<String> at(int second, long freeBytes, long freeInodes) {
        return read(new Filesystem("/srv", "sda", freeBytes, 100, freeInodes, 100, false), START.plusSeconds(second))
                .stream()
                .map(event -> dev.sentinel.proto.Kinds.of(event) + " " + Recorded.field(event, "resource") + " "
                        + event.getSeverity())
                .toList();
    }

    private List<Event> read(Filesystem now, Instant at) {
        SpaceReading.Result result = reading.read(now, before, Refs.of("host.filesystem", "vm-1/srv"), List.of(), at);
        before = result.before();
        result.events().forEach(Recorded::isSound);
        return result.events();
    }
}
