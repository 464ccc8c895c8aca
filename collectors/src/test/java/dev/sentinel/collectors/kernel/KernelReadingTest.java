package dev.sentinel.collectors.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Cost;
import dev.sentinel.collectors.Hostile;
import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.kernel.Surroundings.Backing;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelReadingTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");
    private static final Ref NODE = Refs.node("agent-4");
    private static final Ref VOLUME = Refs.of("longhorn.volume", "longhorn-system", "pvc-1");
    private static final Ref CLAIM = Refs.of("kubernetes.persistent_volume_claim", "monitoring", "data-0");
    private static final Ref POD = Refs.of("kubernetes.pod", "monitoring", "prometheus-0");

    private final Identities identities = new Identities(Map.of());
    private final KernelReading reading = reading(identities);

    @ParameterizedTest
    @ValueSource(strings = {"kernel/block.lines", "kernel/filesystems.lines", "kernel/paths.lines"})
    void reads_recorded_lines(String file) {
        Recorded.check(Recorded.cases(file), (program, line) -> reading.read(line(line), NOW));
    }

    @Test
    void names_what_stands_on_the_device() {
        Event event = one("Buffer I/O error on dev dm-3, logical block 7, lost async page write");

        assertThat(event.getSubject()).isEqualTo(NODE);
        assertThat(event.getRelatedList()).containsExactly(VOLUME, CLAIM);
        assertThat(event.getKernelBlockWriteLost().getWwid()).isEqualTo("3600a");
    }

    @Test
    void another_filesystem_on_the_same_volume_is_an_emergency_whatever_the_device_is_called() {
        mounted("dm-3", "7d0f2a1c-6b1e-4c8e-9c0a-1f2e3d4c5b6a");

        List<Event> events = mounted("dm-4", "00000000-6b1e-4c8e-9c0a-1f2e3d4c5b6a");

        assertThat(events)
                .extracting(Kinds::of)
                .containsExactly("kernel.filesystem.mounted", "filesystem.identity_changed");
        assertThat(events.getLast().getFilesystemIdentityChanged().getPreviousFilesystemUuid())
                .isEqualTo("7d0f2a1c-6b1e-4c8e-9c0a-1f2e3d4c5b6a");
        assertThat(events.getLast().getRelatedList()).contains(VOLUME);
        events.forEach(Recorded::isSound);
    }

    @Test
    void the_same_filesystem_mounted_again_is_no_change_and_neither_is_one_on_a_device_nobody_knows() {
        mounted("dm-3", "7d0f2a1c-6b1e-4c8e-9c0a-1f2e3d4c5b6a");

        assertThat(mounted("dm-3", "7D0F2A1C-6b1e-4c8e-9c0a-1f2e3d4c5b6a")).hasSize(1);
        assertThat(mounted("sdz", "11111111-6b1e-4c8e-9c0a-1f2e3d4c5b6a")).hasSize(1);
        assertThat(mounted("sdz", "22222222-6b1e-4c8e-9c0a-1f2e3d4c5b6a")).hasSize(1);
    }

    @Test
    void identities_outlive_a_restart() {
        mounted("dm-3", "7d0f2a1c-6b1e-4c8e-9c0a-1f2e3d4c5b6a");
        KernelReading restarted = reading(new Identities(identities.kept()));

        assertThat(restarted.read(line(mount("dm-3", "00000000-6b1e-4c8e-9c0a-1f2e3d4c5b6a")), NOW))
                .hasSize(2);
    }

    @Test
    void a_killed_process_is_told_with_its_pod() {
        List<Recorded.Case> cases = Recorded.cases("kernel/paths.lines");
        Event killed = cases.stream()
                .flatMap(each -> reading.read(line(each.line()), NOW).stream())
                .filter(event -> event.hasKernelProcessOomKilled())
                .findFirst()
                .orElseThrow();

        assertThat(killed.getKernelProcessOomKilled().getPod()).isEqualTo(POD);
        assertThat(killed.getKernelProcessOomKilled().getControlGroup()).contains("pod968a06fb");
    }

    @Test
    void the_time_is_that_of_the_kernel_and_the_id_follows_from_the_fact() {
        KernelLine line = Kmsg.read(
                Hostile.utf8("3,1234,5678901,-;Aborting journal on device dm-3-8.\n SUBSYSTEM=block\n"),
                Instant.parse("2026-02-21T10:00:00Z"));

        assertThat(line.at()).contains(Instant.parse("2026-02-21T10:00:05.678901Z"));
        Event first = reading.read(line, NOW).getFirst();
        Event again = reading.read(line, NOW.plusSeconds(60)).getFirst();
        assertThat(first.getOccurredAt().getSeconds())
                .isEqualTo(line.at().orElseThrow().getEpochSecond());
        assertThat(again.getId()).isEqualTo(first.getId());
    }

    @Test
    void bytes_the_kernel_escapes_are_read_as_they_were() {
        assertThat(Kmsg.read(Hostile.utf8("6,1,2,-;a\\x20b\\xZZ"), NOW).text()).isEqualTo("a b\\xZZ");
    }

    @Test
    void hostile_lines_never_throw_and_become_sound_events_or_nothing() {
        Hostile hostile = new Hostile(20260221);
        List<Recorded.Case> cases = Recorded.cases("kernel/filesystems.lines");
        for (int i = 0; i < 2_000; i++) {
            String line = hostile.mutated(cases.get(i % cases.size()).line());
            List<Event> events = reading.read(Kmsg.read(Hostile.utf8("3,1,2,-;" + line), NOW), NOW);
            if (i % 20 == 0) {
                events.forEach(Recorded::isSound);
            }
            reading.read(Kmsg.read(hostile.bytes(), NOW), NOW);
        }
    }

    @Test
    void a_huge_line_is_read_to_a_bound() {
        List<String> huge = Hostile.huge("EXT4-fs error (device dm-0): ext4_find_entry:1463: inode #131074: comm ");

        assertThat(Cost.dearest(huge, line -> reading.read(line(line), NOW))).isLessThan(Cost.OF_A_BOUNDED_LINE);
    }

    private Event one(String line) {
        return reading.read(line(line), NOW).getFirst();
    }

    private List<Event> mounted(String device, String uuid) {
        return reading.read(line(mount(device, uuid)), NOW);
    }

    private static String mount(String device, String uuid) {
        return "EXT4-fs (%s): mounted filesystem %s r/w with ordered data mode. Quota mode: none."
                .formatted(device, uuid);
    }

    private static KernelLine line(String text) {
        return new KernelLine(text, Optional.of(NOW.minusSeconds(5)));
    }

    private static KernelReading reading(Identities identities) {
        return new KernelReading(
                new Facts(new Witness("berlin", "kernel", "agent-4")), NODE, new OneVolume(), identities);
    }

    /** dm-3 and dm-4 are the same volume, one after the other. */
    private record OneVolume() implements Surroundings {
        @Override
        public Optional<Backing> device(String name) {
            return List.of("dm-3", "dm-4").contains(name)
                    ? Optional.of(new Backing("3600a", Optional.of(VOLUME), List.of(VOLUME, CLAIM)))
                    : Optional.empty();
        }

        @Override
        public Optional<Ref> pod(String uid) {
            return uid.equals("968a06fb-9ab9-4819-8caf-0392ddff3d9b") ? Optional.of(POD) : Optional.empty();
        }
    }
}
