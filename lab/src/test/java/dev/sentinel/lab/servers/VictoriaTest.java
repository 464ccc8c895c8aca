package dev.sentinel.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Logs;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VictoriaTest {

    private final Small small = new Small(6, Map.of());

    @Test
    void a_pod_keeps_its_rows_over_a_restart() {
        small.cluster.victoriaMetrics("monitoring", "vm", "10Gi");
        small.passes(Duration.ofMinutes(3));
        Witness vm = new Witness(small, Place.of("monitoring/vm-0"), Telemetry.VICTORIA_METRICS);
        double before = vm.metric("vm_rows");
        small.happens("exit pod monitoring/vm-0 with 1");
        small.passes(Duration.ofSeconds(20));

        assertThat(before).isPositive();
        assertThat(vm.metric("vm_rows")).isGreaterThanOrEqualTo(before);
        assertThat(vm.metric("vm_new_timeseries_created_total")).isZero();
        assertThat(vm.log())
                .anyMatch(line -> line.matches(".*successfully opened storage \"/storage\" in [0-9.]+ seconds;"
                        + " partsCount: 1; blocksCount: \\d+; rowsCount: \\d+; sizeBytes: \\d+"));
    }

    @Test
    void a_format_on_a_host_leaves_it_green_and_empty() {
        Witness vm = host();
        small.happens("give storage-1 40 days of history");
        small.passes(Duration.ofSeconds(20));
        double before = vm.metric("vm_rows");
        assertThat(vm.rows("count(up)", ago(7))).hasSize(1);

        small.happens("format volume lun-1");
        small.passes(Duration.ofMinutes(1));

        assertThat(vm.ask("/health")).extracting(Answered::code, Answered::body).containsExactly(200, "OK");
        assertThat(vm.metric("vm_rows")).isPositive().isLessThan(before / 1000);
        assertThat(vm.rows("count(up)", ago(7))).isEmpty();
        assertThat(vm.rows("count(up)", small.world.now())).hasSize(1);
        assertThat(vm.log())
                .anyMatch(line -> line.endsWith("partsCount: 0; blocksCount: 0; rowsCount: 0; sizeBytes: 0"));
    }

    @Test
    void a_lost_path_ends_it_again_and_again_until_the_path_is_back() {
        Witness vm = host();
        small.happens("lose path to lun lun-1 on storage-1");
        small.passes(Duration.ofMinutes(1));

        assertThat(vm.lives()).isFalse();
        assertThat(vm.log())
                .anyMatch(line -> line.contains("\tpanic\tVictoriaMetrics/lib/fs/fs.go:62\tFATAL: cannot create file"));
        assertThat(vm.log())
                .last()
                .asString()
                .contains(
                        "FATAL: cannot create lock file",
                        "input/output error; make sure a single process has exclusive access");

        small.happens("find path to lun lun-1 on storage-1");
        small.passes(Duration.ofSeconds(20));
        assertThat(vm.ask("/health").code()).isEqualTo(200);
    }

    @Test
    void too_little_free_space_makes_it_read_only() {
        Witness vm = host();
        small.happens("leave 5 MiB free beside storage-1");
        small.passes(Duration.ofSeconds(20));
        double before = vm.metric("vm_rows");
        small.passes(Duration.ofMinutes(1));

        assertThat(vm.metric("vm_storage_is_read_only")).isEqualTo(1);
        assertThat(vm.metric("vm_rows")).isEqualTo(before);
        assertThat(vm.log())
                .last()
                .asString()
                .contains(
                        "switching the storage at /storage to read-only mode",
                        "minFreeDiskSpaceBytes=10000000",
                        "5242880 bytes left");
        small.happens("leave 500 MiB free beside storage-1");
        small.passes(Duration.ofSeconds(20));
        assertThat(vm.metric("vm_storage_is_read_only")).isZero();
    }

    @Test
    void a_program_of_a_host_is_stopped_and_started_by_name() {
        Witness vm = host();
        small.happens("stop program on host storage-1");
        small.passes(Duration.ofSeconds(20));
        assertThat(vm.lives()).isFalse();
        small.happens("start victoria-metrics on host storage-1 with lun lun-1");
        small.passes(Duration.ofSeconds(20));
        assertThat(vm.lives()).isTrue();
        assertThat(small.world.logs().after(Logs.Source.host("storage-1", "victoria-metrics"), 0))
                .isNotEmpty();

        assertThatThrownBy(() -> small.happens("start victoria-metrics on host storage-1 with lun lun-1"))
                .hasMessageContaining("runs victoria-metrics already");
        assertThatThrownBy(() -> small.happens("start victoria on host storage-2 with lun lun-1"))
                .hasMessageContaining("it has [alertmanager, loki, prometheus, victoria-metrics]");
        assertThatThrownBy(() -> small.happens("start victoria-metrics on host storage-2 with lun lun-2"))
                .hasMessageContaining("did you mean \"lun-1\"?");
        assertThatThrownBy(() -> small.happens("give storage-l 3 days of history"))
                .hasMessageContaining("did you mean \"storage-1\"?");
        assertThat(small.world.store().all(Kinds.POD))
                .noneMatch(pod -> Tree.text(pod, "metadata", "name").equals("storage-1"));
    }

    private Witness host() {
        small.happens("add lun lun-1 on storage-1");
        small.happens("start victoria-metrics on host storage-1 with lun lun-1");
        small.passes(Duration.ofSeconds(20));
        return new Witness(small, Place.of("storage-1"), Telemetry.VICTORIA_METRICS);
    }

    private Instant ago(int days) {
        return small.world.now().minus(Duration.ofDays(days));
    }
}
