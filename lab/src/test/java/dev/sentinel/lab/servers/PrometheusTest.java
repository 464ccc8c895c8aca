package dev.sentinel.lab.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.BadSector;
import dev.sentinel.lab.world.Key;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Small;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.VolumeFiles;
import dev.sentinel.lab.world.kubernetes.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusTest {

    private static final String WAL = "prometheus-db/wal";

    private final Small small = new Small(3, Map.of());
    private final Witness witness = new Witness(small, Place.of("monitoring/prometheus-k8s-0"), "prometheus");
    private String volume = "";

    @BeforeEach
    void runs() {
        small.cluster.prometheus("monitoring", "k8s", "40Gi");
        small.passes(Duration.ofMinutes(1));
        volume = Tree.text(
                small.world.store().all(Kinds.CLAIM).stream().findFirst().orElseThrow(), "spec", "volumeName");
    }

    @Test
    void the_head_follows_the_world_while_the_volume_is_fine() {
        small.passes(Duration.ofMinutes(10));

        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(headAge()).isLessThan(Duration.ofSeconds(21));
        assertThat(metric("prometheus_tsdb_wal_writes_failed_total")).isZero();
        assertThat(metric("prometheus_tsdb_head_samples_appended_total")).isGreaterThan(40 * Scrapes.SERIES);
        assertThat(rows("count(up==1)").get(0).path("value").get(1).asText()).isEqualTo("13");
        assertThat(files().list("prometheus-db"))
                .extracting(VolumeFiles.Entry::name)
                .contains("chunks_head", "lock", "queries.active", "wal");
        assertThat(pod().path("status").path("containerStatuses")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"eio, input/output error", "read-only, read-only file system"})
    void a_volume_that_cannot_be_written_makes_it_mute_and_leaves_it_green(String io, String errno) {
        small.passes(Duration.ofMinutes(5));
        long frozen = maxTime();
        small.happens("make volume %s %s".formatted(volume, io));
        small.passes(Duration.ofMinutes(4));

        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(Conditions.is(pod(), "Ready")).isTrue();
        assertThat(maxTime()).isBetween(frozen, frozen + 15_000);
        assertThat(metric("prometheus_tsdb_wal_writes_failed_total")).isGreaterThan(15 * 13);
        assertThat(log())
                .last()
                .asString()
                .matches(
                        "time=2026-01-01T00:\\d\\d:\\d\\d.000Z level=ERROR source=scrape.go:\\d+ msg=\"Scrape commit failed\""
                                + " component=\"scrape manager\" scrape_pool=\\S+ target=\\S+"
                                + " err=\"write to WAL: log samples: write /prometheus/wal/00000000: " + errno + "\"");
        assertThat(rows("up")).as("within the lookback").isNotEmpty();
        small.passes(Duration.ofMinutes(2));
        assertThat(rows("up")).isEmpty();
        assertThat(rows("absent(up{job=\"kubelet\"})")).hasSize(1);

        small.happens("make volume %s fine".formatted(volume));
        small.passes(Duration.ofSeconds(20));
        assertThat(headAge()).isLessThan(Duration.ofSeconds(21));
    }

    @Test
    void a_start_on_a_failing_disk_ends_at_its_first_file() {
        small.happens("make volume %s eio".formatted(volume));
        small.happens("exit pod monitoring/prometheus-k8s-0 with 1");
        small.passes(Duration.ofMinutes(2));

        assertThat(log()).contains("panic: Unable to create mmap-ed active query log");
        assertThat(pod().path("status").toString()).contains("CrashLoopBackOff");
        assertThat(witness.lives()).isFalse();
    }

    @Test
    void a_restart_reads_the_log_segment_by_segment_and_is_not_ready_meanwhile() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 8 segments");
        small.passes(Duration.ofSeconds(20));
        long before = maxTime();
        restart();
        small.passes(Duration.ofMinutes(1));

        assertThat(ask("/-/ready"))
                .extracting(Answered::code, Answered::body)
                .containsExactly(503, "Service Unavailable");
        assertThat(ask("/-/healthy").code()).isEqualTo(200);
        assertThat(ask("/api/v1/status/tsdb").code()).isEqualTo(503);
        assertThat(ask("/metrics").body())
                .contains("prometheus_ready 0")
                .doesNotContain("prometheus_tsdb_head_max_time_seconds");
        JsonNode replay = json("/api/v1/status/walreplay");
        assertThat(replay.path("max").asInt()).isEqualTo(8);
        assertThat(replay.path("current").asInt()).isBetween(1, 3);
        small.passes(Duration.ofMinutes(5));
        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(maxTime()).isGreaterThanOrEqualTo(before);
        assertThat(log())
                .anyMatch(line -> line.contains("msg=\"WAL segment loaded\"") && line.contains("maxSegment=8"));
        assertThat(log()).anyMatch(line -> line.contains("msg=\"WAL replay completed\""));
    }

    @Test
    void a_log_too_long_for_the_startup_probe_is_read_from_the_beginning_again_and_again() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 40 segments");
        restart();
        small.passes(Duration.ofMinutes(32));

        assertThat(restarts()).isGreaterThanOrEqualTo(3);
        assertThat(ask("/-/ready").code()).isEqualTo(503);
        assertThat(small.events("prometheus-k8s-0")).anyMatch(each -> each.contains("failed startup probe"));

        ObjectNode more = Tree.of("spec", Tree.of("maximumStartupDurationSeconds", 3600));
        small.world
                .store()
                .change(prometheus(), each -> ((ObjectNode) each.get("spec")).setAll((ObjectNode) more.get("spec")));
        small.passes(Duration.ofMinutes(25));
        assertThat(ask("/-/ready").code()).isEqualTo(200);
    }

    @Test
    void a_log_too_long_for_the_memory_ends_the_replay_each_time() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 20 segments");
        small.happens("limit memory of monitoring/prometheus-k8s-0 to 1Gi");
        small.passes(Duration.ofMinutes(12));

        assertThat(pod().path("status").toString()).contains("OOMKilled");
        assertThat(restarts()).isGreaterThanOrEqualTo(2);

        small.happens("limit memory of monitoring/prometheus-k8s-0 to 4Gi");
        small.passes(Duration.ofMinutes(12));
        assertThat(ask("/-/ready").code()).isEqualTo(200);
    }

    @Test
    void segments_of_a_bad_copy_are_borne_until_the_next_start() {
        small.happens("mix wal of monitoring/prometheus-k8s-0");
        small.passes(Duration.ofHours(3).plusMinutes(5));

        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(log())
                .anyMatch(line -> line.contains("msg=\"compaction failed\"")
                        && line.contains(
                                "err=\"WAL truncation in Compact: get segment range: segments are not sequential\""));
        assertThat(metric("prometheus_tsdb_compactions_failed_total")).isPositive();

        restart();
        small.passes(Duration.ofMinutes(1));
        assertThat(log())
                .anyMatch(line -> line.contains(
                        "err=\"opening storage failed: get segment range: segments are not sequential\""));
        assertThat(pod().path("status").toString()).contains("CrashLoopBackOff");
    }

    @Test
    void every_two_hours_the_head_becomes_a_block_and_the_log_a_checkpoint() {
        small.passes(Duration.ofHours(3).plusMinutes(5));

        assertThat(log()).anyMatch(line -> line.contains("msg=\"WAL checkpoint complete\""));
        assertThat(metric("prometheus_tsdb_blocks_loaded")).isEqualTo(1);
        assertThat(files().list(WAL))
                .extracting(VolumeFiles.Entry::name)
                .anyMatch(each -> each.startsWith("checkpoint."));
        restart();
        small.passes(Duration.ofMinutes(5));
        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(headAge()).isLessThan(Duration.ofSeconds(21));
        assertThat(rows("count(up)", small.world.now().minus(Duration.ofHours(2))))
                .as("in the block")
                .hasSize(1);
        assertThat(rows("count(up)", Small.BEGIN.plus(Duration.ofMinutes(121))))
                .as("in the checkpoint")
                .hasSize(1);
    }

    @Test
    void a_damaged_segment_costs_everything_after_it() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 8 segments");
        small.happens("damage segment 3 of monitoring/prometheus-k8s-0");
        restart();
        small.passes(Duration.ofMinutes(3));

        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(metric("prometheus_tsdb_wal_corruptions_total")).isEqualTo(1);
        assertThat(log()).anyMatch(line -> line.contains("msg=\"Deleting all segments newer than corrupted segment\""));
        assertThat(segments()).containsExactly("00000000", "00000001", "00000002", "00000003", "00000004");
    }

    @Test
    void a_bad_sector_is_read_as_damage_too() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 4 segments");
        BadSector.underFile(files(), WAL + "/00000001");
        restart();
        small.passes(Duration.ofMinutes(3));

        assertThat(log())
                .anyMatch(line ->
                        line.contains("corruption in segment /prometheus/wal/00000001 at 0: input/output error"));
        assertThat(segments()).containsExactly("00000000", "00000001", "00000002");
    }

    @Test
    void a_missing_first_segment_is_fatal() {
        small.happens("grow wal of monitoring/prometheus-k8s-0 to 4 segments");
        files().remove(WAL + "/00000000");
        restart();
        small.passes(Duration.ofMinutes(1));

        assertThat(log())
                .anyMatch(line -> line.contains("repair corrupted WAL: cannot handle error: open WAL segment: 0:"
                        + " open /prometheus/wal/00000000: no such file or directory"));
    }

    @Test
    void after_a_format_it_opens_empty() {
        small.passes(Duration.ofMinutes(80));
        small.happens("format volume " + volume);
        small.passes(Duration.ofMinutes(1));
        assertThat(metric("prometheus_tsdb_wal_writes_failed_total")).isPositive();
        restart();
        small.passes(Duration.ofMinutes(1));

        assertThat(ask("/-/ready").code()).isEqualTo(200);
        assertThat(metric("prometheus_tsdb_blocks_loaded")).isZero();
        assertThat(rows("count(up)", small.world.now().minus(Duration.ofHours(1))))
                .isEmpty();
        assertThat(rows("count(up)")).hasSize(1);
    }

    @Test
    void what_cannot_be_done_to_a_log_is_refused_with_what_can() {
        assertThatThrownBy(() -> small.happens("grow wal of monitoring/prometheus-k8s-1 to 8 segments"))
                .hasMessage("there is no Prometheus \"monitoring/prometheus-k8s-1\"; did you mean"
                        + " \"monitoring/prometheus-k8s-0\"?");
        assertThatThrownBy(() -> small.happens("grow wal of monitoring/prometheus-k8s-0 to 401 segments"))
                .hasMessageContaining("1 to 400 segments");
        assertThatThrownBy(() -> small.happens("damage segment 9 of monitoring/prometheus-k8s-0"))
                .hasMessageContaining("it has [0]");
        assertThatThrownBy(() -> small.happens("limit memory of monitoring/prometheus-k8s-0 to much"))
                .hasMessageContaining("write it as 512Mi or 2Gi");
    }

    private void restart() {
        small.happens("exit pod monitoring/prometheus-k8s-0 with 1");
        small.passes(Duration.ofSeconds(10));
    }

    private Key prometheus() {
        return new Key(Kinds.PROMETHEUS, "monitoring", "k8s");
    }

    private Answered ask(String path) {
        return witness.ask(path);
    }

    private JsonNode json(String path) {
        return witness.json(path).path("data");
    }

    private JsonNode rows(String query) {
        return rows(query, small.world.now());
    }

    private JsonNode rows(String query, Instant at) {
        return witness.rows(query, at);
    }

    private long maxTime() {
        return json("/api/v1/status/tsdb").path("headStats").path("maxTime").asLong();
    }

    private Duration headAge() {
        return Duration.between(Instant.ofEpochMilli(maxTime()), small.world.now());
    }

    private double metric(String name) {
        return witness.metric(name);
    }

    private List<String> log() {
        return witness.log();
    }

    private ObjectNode pod() {
        return small.get(Kinds.POD, "monitoring", "prometheus-k8s-0");
    }

    private long restarts() {
        return Tree.items(pod(), "status", "containerStatuses")
                .mapToLong(each -> Tree.number(each, 0, "restartCount"))
                .max()
                .orElse(0);
    }

    private VolumeFiles files() {
        return small.world.devices().beneath(volume);
    }

    private List<String> segments() {
        return files().list(WAL).stream().map(VolumeFiles.Entry::name).toList();
    }
}
