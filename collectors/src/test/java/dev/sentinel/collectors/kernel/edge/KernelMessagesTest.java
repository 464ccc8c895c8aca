package dev.sentinel.collectors.kernel.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sentinel.collectors.kernel.Identities;
import dev.sentinel.collectors.logs.RateLimit;
import dev.sentinel.collectors.machine.JournalSettings;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MachineSettings;
import dev.sentinel.collectors.machine.Script;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.proto.Contract;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.FilesystemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KernelMessagesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path RING = Path.of("/dev/kmsg");
    private static final Machine MACHINE = new Machine(MachineSettings.usual(Path.of("/"), "node-1", "host-1"));

    @TempDir
    Path folder;

    private Trial trial;

    @BeforeEach
    void prepare() {
        trial = new Trial(folder);
    }

    @AfterEach
    void stop() {
        trial.close();
    }

    @Test
    void a_line_in_the_real_ring_becomes_an_event_once_also_when_it_came_while_nobody_read() throws IOException {
        assumeTrue(Files.isWritable(RING) && Files.isReadable(RING), "this user may not write to " + RING);
        long mark = ThreadLocalRandom.current().nextLong(1L << 40, 1L << 44);
        trial.start(ring());
        say(mark);
        await().atMost(PATIENCE).until(() -> of(mark).size() == 1);
        trial.stop();
        say(mark + 1);

        trial.start(ring());

        await().atMost(PATIENCE).until(() -> of(mark + 1).size() == 1);
        assertThat(of(mark)).hasSize(1);
        Event event = of(mark).getFirst();
        assertThat(event.getSubject().getName()).isEqualTo("node-1");
        assertThat(Instant.ofEpochSecond(event.getOccurredAt().getSeconds()))
                .isBetween(Instant.now().minusSeconds(120), Instant.now().plusSeconds(120));
        assertThat(new Contract().problems(event)).isEmpty();
        assertThat(ring().examine()).extracting(Check::verdict).containsExactly(Check.Verdict.READABLE);
    }

    private KernelMessages ring() {
        return new KernelMessages(
                new KernelSettings(RING, Optional.empty(), new RateLimit.Limits(100_000, Duration.ofMinutes(1), 4096)),
                MACHINE);
    }

    private static void say(long sector) throws IOException {
        Files.writeString(
                RING,
                "<3>I/O error, dev sdz, sector %d op 0x1:(WRITE) flags 0x800 phys_seg 1 prio class 2\n"
                        .formatted(sector),
                StandardOpenOption.WRITE);
    }

    private List<Event> of(long sector) {
        return trial.of("kernel.block.io_failed").stream()
                .filter(event -> event.toString().contains(Long.toString(sector)))
                .toList();
    }

    @Test
    void where_the_ring_is_closed_the_journal_is_followed_and_its_cursor_remembered() throws IOException {
        Path asked = folder.resolve("asked");
        Path journalctl = Script.write(folder.resolve("journalctl"), """
                echo "$@" >> %s
                case "$*" in *--after-cursor=s=a1*) n=2;; *) n=1;; esac
                echo '{"__CURSOR":"s=a'$n';i=1","_SOURCE_REALTIME_TIMESTAMP":"177164111'$n'000000","MESSAGE":"Aborting journal on device dm-'$n'-8."}'
                exec sleep 60
                """.formatted(asked));
        KernelMessages collector = new KernelMessages(
                new KernelSettings(
                        folder.resolve("no-ring"),
                        Optional.of(new JournalSettings(
                                journalctl.toString(), Optional.empty(), List.of(), Duration.ofMinutes(15))),
                        RateLimit.Limits.USUAL),
                MACHINE);
        trial.start(collector);
        await().atMost(PATIENCE).until(() -> aborted() == 1);
        trial.stop();

        trial.start(collector);

        await().atMost(PATIENCE).until(() -> aborted() == 2);
        assertThat(Files.readAllLines(asked).getLast()).contains("--dmesg", "--after-cursor=s=a1;i=1");
        assertThat(collector.examine()).extracting(Check::verdict).containsExactly(Check.Verdict.NOTEWORTHY);
    }

    private long aborted() {
        return trial.events().stream()
                .filter(event -> event.toString().contains("journal_aborted"))
                .map(Event::getId)
                .distinct()
                .count();
    }

    @Test
    void a_journal_that_ends_is_a_failure_with_what_it_said() throws IOException {
        Path journalctl = Script.write(folder.resolve("journalctl"), "echo 'No journal files were found.' >&2; exit 1");
        trial.start(new KernelMessages(
                new KernelSettings(
                        folder.resolve("no-ring"),
                        Optional.of(new JournalSettings(
                                journalctl.toString(), Optional.empty(), List.of(), Duration.ofMinutes(15))),
                        RateLimit.Limits.USUAL),
                MACHINE));

        await().atMost(PATIENCE).until(() -> trial.last("source.unreachable").isPresent());
        assertThat(trial.last("source.unreachable")
                        .orElseThrow()
                        .getSourceUnreachable()
                        .getError())
                .contains("No journal files were found");
    }

    @Test
    void what_is_remembered_can_be_read_again() throws Exception {
        var seen = new Identities.Seen("7d0f", FilesystemType.FILESYSTEM_TYPE_XFS, Instant.EPOCH);
        var place = new RingPosition("boot", Instant.EPOCH, 7);
        assertThat(KernelTelling.SEEN.decode(KernelTelling.SEEN.encode(seen))).isEqualTo(seen);
        assertThat(KernelMessages.POSITION.decode(KernelMessages.POSITION.encode(place)))
                .isEqualTo(place);
    }
}
