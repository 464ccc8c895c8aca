package dev.sentinel.collectors.host.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sentinel.collectors.host.SpaceReading;
import dev.sentinel.collectors.host.TsdbReading;
import dev.sentinel.collectors.host.UnitReading;
import dev.sentinel.collectors.host.UnitShown;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MachineSettings;
import dev.sentinel.collectors.machine.Script;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.running.Check;
import dev.sentinel.collectors.running.Collector;
import dev.sentinel.harness.FullDisk;
import dev.sentinel.v1.SpaceResource;
import dev.sentinel.v1.TsdbInvariant;
import dev.sentinel.v1.UnitState;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostWatchTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration OFTEN = Duration.ofMillis(200);

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

    private Collector host(List<String> paths, String stat, List<Path> folders, List<String> units, String systemctl) {
        HostSettings settings = new HostSettings(
                paths,
                false,
                16,
                stat,
                OFTEN,
                Duration.ofSeconds(1),
                SpaceReading.Thresholds.USUAL,
                folders.stream()
                        .map(path -> new HostSettings.DataFolder(
                                path, Refs.of("prometheus.server", "monitoring", "prometheus-0"), List.of()))
                        .toList(),
                units.stream()
                        .map(unit -> new HostSettings.Unit(unit, List.of()))
                        .toList(),
                systemctl);
        return new HostWatch(settings, new Machine(MachineSettings.usual(Path.of("/"), "node-1", "host-1")));
    }

    @Test
    void a_real_filesystem_that_fills_is_told_and_its_recovery_too() throws IOException {
        Optional<FullDisk> mounted = FullDisk.mount(8);
        assumeTrue(mounted.isPresent(), "this user may not mount a file system");
        try (FullDisk disk = mounted.orElseThrow()) {
            trial.start(host(List.of(disk.path().toString()), "/usr/bin/stat", List.of(), List.of(), ""));
            Path file = disk.path().resolve("filler");
            Files.write(file, new byte[(8 << 20) - (128 << 10)]);

            await().atMost(PATIENCE).until(() -> trial.last("host.space.low").isPresent());
            var low = trial.last("host.space.low").orElseThrow();
            assertThat(low.getHostSpaceLow().getResource()).isEqualTo(SpaceResource.SPACE_RESOURCE_BYTES);
            assertThat(low.getHostSpaceLow().getMountPoint())
                    .isEqualTo(disk.path().toString());
            assertThat(low.getHostSpaceLow().getFreePercent()).isLessThan(3);

            Files.delete(file);
            await().atMost(PATIENCE)
                    .until(() -> trial.last("host.space.recovered").isPresent());
        }
    }

    @Test
    void a_filesystem_that_does_not_answer_hangs_nothing_but_its_own_watch() throws IOException {
        Path stat = Script.write(folder.resolve("stat"), """
                case "$*" in */tmp*) exec sleep 60;; *) echo 4096 1000 20 10 500 100;; esac""");
        trial.start(host(List.of("/tmp", "/"), stat.toString(), List.of(), List.of(), ""));

        await().atMost(PATIENCE).until(() -> trial.last("source.unreachable").isPresent());
        assertThat(trial.last("source.unreachable")
                        .orElseThrow()
                        .getSourceUnreachable()
                        .getCause())
                .isEqualTo(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT);
        assertThat(trial.of("host.space.low"))
                .allSatisfy(event ->
                        assertThat(event.getHostSpaceLow().getMountPoint()).isEqualTo("/"));
        assertThat(trial.of("host.space.low")).isNotEmpty();
    }

    @Test
    void a_data_folder_that_the_next_start_will_not_bear_is_told_before() throws IOException {
        Path data = folder.resolve("prometheus");
        for (String name : List.of("wal/00000003", "wal/00000005", "wal/checkpoint.00000002/00000000")) {
            Files.createDirectories(data.resolve(name).getParent());
            Files.writeString(data.resolve(name), "");
        }
        trial.start(host(List.of(), "", List.of(data), List.of(), ""));

        await().atMost(PATIENCE)
                .until(() -> trial.last("host.tsdb.invariant_violated").isPresent());
        var found = trial.last("host.tsdb.invariant_violated").orElseThrow();
        assertThat(found.getHostTsdbInvariantViolated().getInvariant())
                .isEqualTo(TsdbInvariant.TSDB_INVARIANT_SEGMENTS_CONTIGUOUS);
        assertThat(found.getHostTsdbInvariantViolated().getProcessRunning()).isTrue();
    }

    @Test
    void a_unit_that_fails_is_told() throws IOException {
        Path state = Files.writeString(folder.resolve("state"), "active");
        Path systemctl = Script.write(folder.resolve("systemctl"), """
                echo Id=prometheus.service; echo LoadState=loaded; echo ActiveState=$(cat %s); echo SubState=x
                echo NRestarts=0; echo Result=exit-code""".formatted(state));
        Collector host = host(List.of(), "", List.of(), List.of("prometheus.service"), systemctl.toString());
        trial.start(host);
        await().atMost(PATIENCE).until(() -> trial.last("heartbeat").isPresent());
        Files.writeString(state, "failed");

        await().atMost(PATIENCE)
                .until(() -> trial.last("host.unit.state_changed").isPresent());
        assertThat(trial.last("host.unit.state_changed")
                        .orElseThrow()
                        .getHostUnitStateChanged()
                        .getState())
                .isEqualTo(UnitState.UNIT_STATE_FAILED);
        assertThat(host.examine().getLast().verdict()).isEqualTo(Check.Verdict.READABLE);
    }

    @Test
    void what_is_missing_is_said_to_a_person() {
        var checks = host(List.of(), "/usr/bin/stat", List.of(folder.resolve("nowhere")), List.of("x.service"), "/none")
                .examine();
        assertThat(checks)
                .extracting(Check::verdict)
                .containsExactly(Check.Verdict.READABLE, Check.Verdict.UNREADABLE, Check.Verdict.UNREADABLE);
        assertThat(checks.get(1).detail()).contains("correct the path");
    }

    @Test
    void what_is_remembered_can_be_read_again() throws Exception {
        var folderState = new TsdbReading.Before(Set.of(TsdbInvariant.TSDB_INVARIANT_FIRST_SEGMENT_ZERO), Set.of());
        assertThat(HostWatch.FOLDER.decode(HostWatch.FOLDER.encode(folderState)))
                .isEqualTo(folderState);
        var unit = new UnitReading.Before(
                UnitShown.of("Id=a.service\nActiveState=active\n").getFirst(), List.of(Instant.EPOCH), true);
        assertThat(HostWatch.UNIT.decode(HostWatch.UNIT.encode(unit))).isEqualTo(unit);
        assertThat(MountWatch.BEFORE.decode(MountWatch.BEFORE.encode(SpaceReading.Before.NOTHING)))
                .isEqualTo(SpaceReading.Before.NOTHING);
    }
}
