package dev.sentinel.collectors.prometheus;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.CompactionStep;
import dev.sentinel.v1.PrometheusCheckpointFailed;
import dev.sentinel.v1.PrometheusChunkCorrupted;
import dev.sentinel.v1.PrometheusCompactionFailed;
import dev.sentinel.v1.PrometheusStoreOpened;
import dev.sentinel.v1.PrometheusWalCorrupted;
import dev.sentinel.v1.PrometheusWalWriteFailed;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.StorageErrno;
import dev.sentinel.v1.WriteAheadLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Failure counters of one server in one round, told when they grew (telemetry page 1.6). */
final class CounterReading {
    /** A counter, and what its growth means. It counts from the start of the process. */
    private record Rule(String metric, boolean toldAtFirstSight, Severity severity, Meaning meaning) {}

    private interface Meaning {
        Message of(long growth);
    }

    private static final List<Rule> RULES = List.of(
            new Rule(
                    "prometheus_tsdb_wal_writes_failed_total",
                    false,
                    Severity.SEVERITY_CRITICAL,
                    growth -> writeFailed(WriteAheadLog.WRITE_AHEAD_LOG_WAL, growth)),
            new Rule(
                    "prometheus_tsdb_out_of_order_wbl_writes_failed_total",
                    false,
                    Severity.SEVERITY_ERROR,
                    growth -> writeFailed(WriteAheadLog.WRITE_AHEAD_LOG_WBL, growth)),
            // One after a start means that this start cut the log, whoever looks first.
            new Rule(
                    "prometheus_tsdb_wal_corruptions_total",
                    true,
                    Severity.SEVERITY_ERROR,
                    growth -> PrometheusWalCorrupted.newBuilder()
                            .setLog(WriteAheadLog.WRITE_AHEAD_LOG_WAL)
                            .setMessage("prometheus_tsdb_wal_corruptions_total grew by " + growth)
                            .build()),
            new Rule(
                    "prometheus_tsdb_mmap_chunk_corruptions_total",
                    true,
                    Severity.SEVERITY_WARNING,
                    growth -> PrometheusChunkCorrupted.newBuilder()
                            .setCorruptions(growth)
                            .build()),
            new Rule(
                    "prometheus_tsdb_checkpoint_creations_failed_total",
                    false,
                    Severity.SEVERITY_ERROR,
                    growth -> PrometheusCheckpointFailed.newBuilder()
                            .setFailures(growth)
                            .build()),
            new Rule(
                    "prometheus_tsdb_checkpoint_deletions_failed_total",
                    false,
                    Severity.SEVERITY_WARNING,
                    growth -> PrometheusCheckpointFailed.newBuilder()
                            .setDeletion(true)
                            .setFailures(growth)
                            .build()),
            new Rule(
                    "prometheus_tsdb_wal_truncations_failed_total",
                    false,
                    Severity.SEVERITY_ERROR,
                    growth -> compactionFailed(CompactionStep.COMPACTION_STEP_TRUNCATE_WAL, growth)),
            new Rule(
                    "prometheus_tsdb_compactions_failed_total",
                    false,
                    Severity.SEVERITY_ERROR,
                    growth -> compactionFailed(CompactionStep.COMPACTION_STEP_COMPACT_BLOCKS, growth)),
            new Rule(
                    "prometheus_tsdb_reloads_failures_total",
                    false,
                    Severity.SEVERITY_ERROR,
                    growth -> compactionFailed(CompactionStep.COMPACTION_STEP_RELOAD_BLOCKS, growth)));

    private static final String CLEAN_START = "prometheus_tsdb_clean_start";

    private final Telling telling;
    private final Server server;
    private final Metrics metrics;

    CounterReading(Telling telling, Server server, Metrics metrics) {
        this.telling = telling;
        this.server = server;
        this.metrics = metrics;
    }

    Map<String, Long> read(Optional<Map<String, Long>> before, boolean restarted) {
        Map<String, Long> known = new HashMap<>(before.orElse(Map.of()));
        for (Rule rule : RULES) {
            Optional<Long> now = metrics.sum(rule.metric());
            Optional<Long> old = Optional.ofNullable(known.get(rule.metric()));
            now.ifPresent(value -> {
                long growth = growth(rule, value, old, restarted);
                if (growth > 0) {
                    telling.tell(
                            server.ref(),
                            server.related(),
                            telling.now(),
                            rule.severity(),
                            rule.meaning().of(growth));
                }
                known.put(rule.metric(), value);
            });
        }
        if (restarted) {
            opened();
        }
        return known;
    }

    private static long growth(Rule rule, long value, Optional<Long> old, boolean restarted) {
        if (restarted || (old.isPresent() && value < old.get())) {
            return value;
        }
        return old.isPresent() ? value - old.get() : rule.toldAtFirstSight() ? value : 0;
    }

    private void opened() {
        metrics.value(CLEAN_START).ifPresent(clean -> {
            var opened = PrometheusStoreOpened.newBuilder().setCleanStart(Math.clamp((long) clean, -1, 1));
            metrics.all("prometheus_build_info").stream()
                    .findFirst()
                    .ifPresent(info -> opened.setVersion(info.label("version")));
            metrics.sum("prometheus_tsdb_blocks_loaded").ifPresent(opened::setBlockCount);
            telling.tell(server.ref(), server.related(), telling.now(), Severity.SEVERITY_INFO, opened.build());
        });
    }

    /** The counter does not say why; the log line does. */
    private static Message writeFailed(WriteAheadLog log, long growth) {
        return PrometheusWalWriteFailed.newBuilder()
                .setLog(log)
                .setErrno(StorageErrno.STORAGE_ERRNO_OTHER)
                .setFailedWrites(growth)
                .build();
    }

    private static Message compactionFailed(CompactionStep step, long growth) {
        return PrometheusCompactionFailed.newBuilder()
                .setStep(step)
                .setFailures(growth)
                .build();
    }
}
