package dev.sentinel.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LokiTest {

    private final Small small = new Small(4, Map.of());
    private final Witness loki = new Witness(small, Place.of("monitoring/loki-0"), "loki");
    private String volume = "";

    @BeforeEach
    void runs() {
        small.cluster.loki("monitoring", "loki", "10Gi");
        small.passes(Duration.ofMinutes(2));
        volume = Tree.text(small.world.store().all(Kinds.CLAIM).iterator().next(), "spec", "volumeName");
    }

    @Test
    void takes_lines_while_its_volume_is_fine() {
        double before = loki.metric("loki_distributor_lines_received_total");
        small.passes(Duration.ofMinutes(1));

        assertThat(loki.ask("/ready"))
                .extracting(Answered::code, Answered::body)
                .containsExactly(200, "ready\n");
        assertThat(loki.metric("loki_distributor_lines_received_total")).isGreaterThan(before);
        assertThat(files().list(LokiServer.INDEX))
                .extracting(VolumeFiles.Entry::name)
                .containsExactly("index_20454");
    }

    @Test
    void a_failing_volume_stops_what_comes_in_and_leaves_it_green() {
        small.happens("make volume %s eio".formatted(volume));
        double before = loki.metric("loki_distributor_lines_received_total");
        small.passes(Duration.ofMinutes(2));

        assertThat(loki.metric("loki_distributor_lines_received_total")).isEqualTo(before);
        assertThat(loki.metric("loki_ingester_chunks_flush_failures_total")).isGreaterThan(5);
        assertThat(loki.ask("/ready").code()).isEqualTo(200);
        assertThat(loki.log())
                .last()
                .asString()
                .contains("msg=\"failed to flush\"", "write /var/loki/chunks/fake/", ": input/output error");
    }

    @ParameterizedTest
    @CsvSource({"eio, input/output error", "read-only, read-only file system"})
    void a_start_on_a_failing_volume_ends_in_a_crash_loop_until_it_is_well(String io, String errno) {
        small.happens("make volume %s %s".formatted(volume, io));
        restart();
        assertThat(loki.lives()).isFalse();
        assertThat(loki.log())
                .anyMatch(line -> line.contains("msg=\"error running loki\" err=\"open /var/loki/")
                        && line.contains(errno + "\\nerror initialising module: store\\n"));
        assertThat(pod()).contains("CrashLoopBackOff");

        small.happens("make volume %s fine".formatted(volume));
        small.passes(Duration.ofMinutes(6));
        assertThat(loki.ask("/ready").code()).isEqualTo(200);
    }

    @Test
    void an_index_that_cannot_be_read_stops_each_start_until_it_is_gone() {
        small.happens("break index of monitoring/loki-0");
        small.passes(Duration.ofMinutes(1));
        assertThat(loki.ask("/ready").code()).as("a running one has it open").isEqualTo(200);

        restart();
        assertThat(loki.log())
                .anyMatch(line -> line.contains("failed to open existing index file, removing and continuing"));
        assertThat(loki.log())
                .anyMatch(line -> line.contains("read /var/loki/chunks/index/index_20454/fake/")
                        && line.contains("input/output error\\nerror initialising module: store"));

        files().remove(LokiServer.CACHE + "/index_20454");
        small.passes(Duration.ofMinutes(6));
        assertThat(loki.lives()).as("the cache alone is not enough").isFalse();
        files().remove(LokiServer.INDEX + "/index_20454");
        small.passes(Duration.ofMinutes(6));
        assertThat(loki.ask("/ready").code()).isEqualTo(200);
    }

    @Test
    void a_cache_that_cannot_be_listed_stops_each_start_until_it_is_gone() {
        small.happens("break index cache of monitoring/loki-0");
        restart();
        assertThat(loki.log())
                .anyMatch(line -> line.contains("open /var/loki/tsdb-shipper-cache/index_20454: input/output error"));

        files().remove(LokiServer.CACHE + "/index_20454");
        small.passes(Duration.ofMinutes(6));
        assertThat(loki.ask("/ready").code()).isEqualTo(200);
        assertThat(files().list(LokiServer.CACHE + "/index_20454/fake"))
                .as("fetched again")
                .hasSize(1);
    }

    private void restart() {
        small.happens("exit pod monitoring/loki-0 with 1");
        small.passes(Duration.ofSeconds(40));
    }

    private String pod() {
        return small.get(Kinds.POD, "monitoring", "loki-0").path("status").toString();
    }

    private VolumeFiles files() {
        return small.world.devices().beneath(volume);
    }
}
