package dev.sentinel.collectors.csi.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sentinel.collectors.csi.KnownVolumes;
import dev.sentinel.collectors.logs.Entry;
import dev.sentinel.collectors.logs.Envelope;
import dev.sentinel.collectors.logs.Origin;
import dev.sentinel.collectors.machine.Machine;
import dev.sentinel.collectors.machine.MachineSettings;
import dev.sentinel.collectors.machine.Trial;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VolumesInUseTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UID = "968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f";
    private static final String VOLUME_FOLDER =
            "var/lib/kubelet/pods/" + UID + "/volumes/kubernetes.io~csi/pvc-c6c1475a";
    private static final Ref VOLUME = Refs.of("kubernetes.persistent_volume", "pvc-c6c1475a");
    private static final CsiSettings SETTINGS =
            new CsiSettings(CsiSettings.USUAL.programs(), Duration.ofMillis(100), Duration.ofMinutes(10));

    @TempDir
    Path folder;

    @BeforeEach
    void a_machine_with_a_multipath_map_that_a_pod_has_mounted() throws IOException {
        write("sys/dev/block/253:3/dm/uuid", "mpath-3600a0980");
        write("sys/dev/block/253:3/dm/name", "mpatha");
        write("sys/class/block/dm-3/dev", "253:3");
        write("sys/block/dm-3/dev", "253:3");
        write("sys/class/block/dm-3/dm/name", "mpatha");
        write("var/log/pods/monitoring_prometheus-0_" + UID + "/x", "");
        write(
                VOLUME_FOLDER + "/vol_data.json",
                "{\"driverName\":\"org.democratic-csi.iscsi\",\"specVolID\":\"pvc-c6c1475a\",\"volumeHandle\":\"lun7\"}");
        mounted(true);
    }

    private void mounted(boolean isMounted) throws IOException {
        write(
                "proc/1/mountinfo",
                "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw\n"
                        + (isMounted
                                ? "90 22 253:3 / /%s/mount rw - xfs /dev/mapper/mpatha rw\n".formatted(VOLUME_FOLDER)
                                : "")
                        + "91 22 0:5 / /../../etc rw - xfs\nnonsense\n");
    }

    private void write(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Machine machine() {
        return new Machine(new MachineSettings(
                folder, "node-1", "host-1", "/var/lib/kubelet", "longhorn-system", Duration.ofNanos(1)));
    }

    @Test
    void a_format_of_a_disk_whose_volume_was_mounted_before_is_an_emergency_even_after_a_restart() throws IOException {
        try (Trial trial = new Trial(folder)) {
            Machine first = machine();
            VolumesInUse volumes = new VolumesInUse(SETTINGS, first, Births.UNKNOWN);
            trial.start(volumes);
            await().atMost(PATIENCE).until(() -> volumes.behind("/dev/dm-3") instanceof KnownVolumes.Standing.Used);
            trial.stop();
            mounted(false);

            VolumesInUse again = new VolumesInUse(SETTINGS, machine(), Births.UNKNOWN);
            trial.start(again);

            await().atMost(PATIENCE).until(() -> again.behind("/dev/dm-3") instanceof KnownVolumes.Standing.Used);
            Event event = format(again, "/dev/dm-3").getFirst();
            assertThat(event.getSeverity()).isEqualTo(Severity.SEVERITY_CRITICAL);
            assertThat(event.getCsiFormatDecided().getVolume()).isEqualTo(VOLUME);
            assertThat(event.getRelatedList())
                    .extracting(Ref::getKind)
                    .contains("kubernetes.persistent_volume", "kubernetes.pod", "multipath.map");
        }
    }

    @Test
    void a_volume_that_was_never_here_is_judged_by_its_age_where_the_cluster_knows_it() throws IOException {
        mounted(false);
        write("dev/longhorn/none", "");
        Optional<Instant> young = Optional.of(Instant.now());
        Optional<Instant> old = Optional.of(Instant.EPOCH);
        try (Trial trial = new Trial(folder)) {
            VolumesInUse volumes = new VolumesInUse(
                    SETTINGS,
                    machine(),
                    volume -> volume.getName().equals("pvc-young")
                            ? young
                            : volume.getName().equals("pvc-old") ? old : Optional.empty());
            trial.start(volumes);
            await().atMost(PATIENCE)
                    .until(() -> volumes.behind("/dev/longhorn/pvc-young") instanceof KnownVolumes.Standing.Fresh);

            assertThat(volumes.behind("/dev/longhorn/pvc-old")).isInstanceOf(KnownVolumes.Standing.Used.class);
            assertThat(volumes.behind("/dev/longhorn/pvc-x")).isInstanceOf(KnownVolumes.Standing.Untold.class);
            assertThat(volumes.behind("/dev/longhorn/../../etc")).isEqualTo(KnownVolumes.Standing.Untold.NOTHING);
            assertThat(format(volumes, "/dev/longhorn/pvc-x").getFirst().getSeverity())
                    .isEqualTo(Severity.SEVERITY_WARNING);
        }
    }

    @Test
    void pods_are_known_by_their_folders_and_open_maps_by_their_mounts() {
        Machine machine = machine();
        assertThat(machine.pod(UID)).contains(Refs.of("kubernetes.pod", "monitoring", "prometheus-0", UID));
        assertThat(machine.pod("../../x")).isEmpty();
        assertThat(machine.device("../../etc/passwd")).isEmpty();
    }

    /** The files of /dev are not mounted into every container. */
    @Test
    void a_map_is_known_by_its_name_without_its_device_file() {
        assertThat(machine().device("/dev/mapper/mpatha").orElseThrow().wwid()).isEqualTo("3600a0980");
        assertThat(machine().device("/dev/mapper/mpathb")).isEmpty();
        assertThat(machine().device("/dev/mapper/../mpatha")).isEmpty();
    }

    @Test
    void a_volume_of_nomad_is_known_by_where_it_is_mounted_and_told_with_the_map_below_it() throws IOException {
        Ref volume = Refs.of("nomad.volume", "prod", "vm-data");
        Ref map = Refs.of("multipath.map", "node-1", "mpatha");
        nomadMounts("staging/prod/vm-data/rw-file-system-single-node-writer");
        try (Trial trial = new Trial(folder)) {
            VolumesInUse volumes = new VolumesInUse(SETTINGS, machine(), Births.UNKNOWN);
            trial.start(volumes);
            await().atMost(PATIENCE).until(() -> trial.last("topology").isPresent());
            Edge edge = trial.of("topology").getFirst().getTopology().getEdges(0);
            assertThat(edge.getKind()).isEqualTo(EdgeKind.EDGE_KIND_BACKS);
            assertThat(edge.getFrom()).isEqualTo(map);
            assertThat(edge.getTo()).isEqualTo(volume);
            assertThat(edge.hasValidUntil()).isFalse();
            await().atMost(PATIENCE).until(() -> volumes.behind("/dev/dm-3") instanceof KnownVolumes.Standing.Used);
            assertThat(volumes.behind("/dev/dm-3").volume()).contains(volume);

            mounted(false);
            await().atMost(PATIENCE).until(() -> trial.of("topology").size() > 1);
            assertThat(trial.of("topology").getLast().getTopology().getEdges(0).hasValidUntil())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "staging/vm-data/rw-file-system-single-node-writer, default vm-data",
        "per-alloc/968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f/prod/vm-data[0]/rw, prod vm-data[0]",
        "per-alloc/968a06fb-2f3b-4d0b-8c5e-0a1b2c3d4e5f/vm-data/rw, default vm-data",
        "per-alloc/no-allocation/prod/vm-data/rw, ''",
        "staging/prod/vm data/rw, ''",
        "staging/a/b/c/d, ''",
        "staging/vm-data, ''",
        "other/prod/vm-data/rw, ''",
    })
    void older_and_newer_clients_mount_under_other_names(String end, String expected) throws IOException {
        nomadMounts(end.replace(" ", "\\040"));

        assertThat(machine().mountedVolumes().keySet().stream()
                        .map(ref -> ref.getNamespace() + " " + ref.getName())
                        .toList())
                .isEqualTo(expected.isEmpty() ? List.of() : List.of(expected));
    }

    private void nomadMounts(String end) throws IOException {
        write(
                "proc/1/mountinfo",
                "90 22 253:3 / /opt/nomad/client/csi/node/org.democratic-csi.node-manual/%s rw - ext4 /dev/mapper/mpatha rw\n"
                        .formatted(end));
    }

    @Test
    void what_is_remembered_can_be_read_again() throws Exception {
        var seen = new VolumeSeen(VOLUME, List.of(Refs.node("n")), Instant.EPOCH);
        var disk = new DiskSeen(List.of(VOLUME));
        assertThat(VolumesInUse.VOLUME.decode(VolumesInUse.VOLUME.encode(seen))).isEqualTo(seen);
        var backed = new Backed(List.of(Edge.newBuilder().setFrom(VOLUME).build()));
        assertThat(VolumesInUse.BACKED.decode(VolumesInUse.BACKED.encode(backed)))
                .isEqualTo(backed);
        assertThat(VolumesInUse.DISK.decode(VolumesInUse.DISK.encode(disk))).isEqualTo(disk);
    }

    private static List<Event> format(VolumesInUse volumes, String device) {
        String line = "I1009 22:03:09.074452       1 mount_linux.go:572] Disk \"%s\" appears to be unformatted,"
                        .formatted(device)
                + " attempting to format as type: \"ext4\" with options: [-F -m0 %s]".formatted(device);
        Entry entry = Envelope.PLAIN.open(line.getBytes(StandardCharsets.UTF_8));
        Origin origin = new Origin("csi-driver", Refs.node("node-1"), List.of(), Map.of());
        Origin other = new Origin("prometheus", Refs.node("node-1"), List.of(), Map.of());
        Facts facts = new Facts(new Witness("c1", "logs", "node-1"));
        assertThat(volumes.hear(facts, entry, other, Instant.EPOCH)).isEmpty();
        assertThat(Set.copyOf(volumes.hear(facts, entry, origin, Instant.EPOCH)))
                .hasSize(1);
        return volumes.hear(facts, entry, origin, Instant.EPOCH);
    }
}
