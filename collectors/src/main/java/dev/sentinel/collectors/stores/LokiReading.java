package dev.sentinel.collectors.stores;

import com.google.protobuf.Message;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.LokiFlushFailed;
import dev.sentinel.v1.LokiIndexFailed;
import dev.sentinel.v1.LokiIndexRole;
import dev.sentinel.v1.LokiIndexStale;
import dev.sentinel.v1.LokiIngestResumed;
import dev.sentinel.v1.LokiIngestSilent;
import dev.sentinel.v1.LokiReadinessChanged;
import dev.sentinel.v1.LokiWalCorrupted;
import dev.sentinel.v1.LokiWalDiskFull;
import dev.sentinel.v1.ServerReadiness;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A Loki's probes and metrics (telemetry page 3.2 and 3.4). */
public final class LokiReading {
    private static final Duration SILENT = Duration.ofMinutes(5);
    private static final Duration LONG = Duration.ofMinutes(10);
    /** The index is rotated every quarter of an hour. */
    private static final Duration STALE = Duration.ofHours(1);

    private static final String LINES = "loki_distributor_lines_received_total";
    private static final String INDEX_BUILT = "loki_tsdb_build_index_last_successful_timestamp_seconds";

    private final Facts facts;

    public LokiReading(Facts facts) {
        this.facts = facts;
    }

    /**
     * One round of answers.
     *
     * @param sentLinesPerSecond what the agents say they send, where they were asked
     */
    public record Answers(
            Optional<Integer> ready, String readyBody, Optional<String> metrics, Optional<Double> sentLinesPerSecond) {}

    /** What the answers say after what was known. */
    public Reading<LokiState> read(Optional<LokiState> before, Store store, Answers answers, Instant now) {
        Telling telling = new Telling(facts, now);
        Metrics metrics = Metrics.of(answers.metrics().orElse(""), name -> name.startsWith("loki_"));
        ServerReadiness is = readiness(answers);
        boolean ready = is == ServerReadiness.SERVER_READINESS_READY;
        boolean wasReady = before.filter(old -> old.readiness() == ServerReadiness.SERVER_READINESS_READY)
                .isPresent();
        Instant since = before.isPresent() && wasReady == ready ? before.get().since() : now;
        long told = readiness(telling, store, before, is, since, answers.readyBody());
        Map<String, Long> counters =
                new HashMap<>(before.map(LokiState::counters).orElse(Map.of()));
        long linesBefore = counters.getOrDefault(LINES, -1L);
        counters(telling, store, metrics, counters, before.isPresent());
        Optional<Instant> moved = moved(before, linesBefore, counters.getOrDefault(LINES, -1L), now);
        boolean silentTold = silence(telling, store, before, moved, answers.sentLinesPerSecond());
        boolean staleTold =
                stale(telling, store, metrics, before.map(LokiState::staleTold).orElse(false));
        return telling.with(new LokiState(is, since, told, counters, moved, silentTold, staleTold));
    }

    /** 503 names the modules that do not run, or the ingester that is not ready (page 3.2). */
    private static ServerReadiness readiness(Answers answers) {
        if (answers.ready().isEmpty()) {
            return ServerReadiness.SERVER_READINESS_UNREACHABLE;
        }
        if (answers.ready().get() == 200) {
            return ServerReadiness.SERVER_READINESS_READY;
        }
        boolean starting =
                answers.readyBody().contains("Starting") || answers.readyBody().startsWith("Ingester not ready");
        return starting ? ServerReadiness.SERVER_READINESS_STARTING : ServerReadiness.SERVER_READINESS_NOT_READY;
    }

    private static long readiness(
            Telling telling, Store store, Optional<LokiState> before, ServerReadiness is, Instant since, String body) {
        boolean ready = is == ServerReadiness.SERVER_READINESS_READY;
        boolean same = before.filter(old -> old.readiness() == is).isPresent();
        long toldSeconds = same ? before.get().toldSeconds() : 0;
        long seconds = ready ? 0 : telling.secondsSince(since);
        long step = seconds > LONG.toSeconds() ? LONG.toSeconds() : 0;
        boolean news = same ? step > toldSeconds : before.isPresent() || !ready;
        if (news) {
            long outage = ready && before.isPresent()
                    ? telling.secondsSince(before.get().since())
                    : seconds;
            var changed = LokiReadinessChanged.newBuilder()
                    .setReadiness(is)
                    .setPreviousReadiness(
                            before.map(LokiState::readiness).orElse(ServerReadiness.SERVER_READINESS_UNSPECIFIED))
                    .setMessage(ready ? "" : body)
                    .setNotReadySeconds(outage);
            Severity severity =
                    ready ? Severity.SEVERITY_INFO : step > 0 ? Severity.SEVERITY_ERROR : Severity.SEVERITY_WARNING;
            telling.tell(store.ref(), store.related(), telling.now(), severity, changed.build());
        }
        return Math.max(toldSeconds, step);
    }

    private static void counters(
            Telling telling, Store store, Metrics metrics, Map<String, Long> counters, boolean known) {
        grown(metrics, counters, known, "loki_ingester_chunks_flush_failures_total")
                .ifPresent(growth -> tell(
                        telling,
                        store,
                        Severity.SEVERITY_ERROR,
                        LokiFlushFailed.newBuilder().setFailures(growth).build()));
        grown(metrics, counters, known, "loki_ingester_wal_disk_full_failures_total")
                .ifPresent(growth -> {
                    var full = LokiWalDiskFull.newBuilder().setFailures(growth);
                    metrics.value("loki_ingester_wal_disk_usage_percent")
                            .ifPresent(part -> full.setDiskUsedPercent(Math.clamp(part * 100, 0, 100)));
                    tell(telling, store, Severity.SEVERITY_CRITICAL, full.build());
                });
        grown(metrics, counters, known, "loki_tsdb_wal_corruptions_repairs_total")
                .ifPresent(growth -> tell(
                        telling,
                        store,
                        Severity.SEVERITY_ERROR,
                        LokiIndexFailed.newBuilder()
                                .setRole(LokiIndexRole.LOKI_INDEX_ROLE_INDEX_WAL)
                                .setCutByRepair(true)
                                .build()));
        String corruptions = "loki_ingester_wal_corruptions_total";
        metrics.all(corruptions).stream()
                .map(sample -> sample.label("type"))
                .distinct()
                .forEach(type -> grown(
                                metrics.sum(
                                        corruptions,
                                        sample -> sample.label("type").equals(type)),
                                counters,
                                known,
                                corruptions + "/" + type)
                        .ifPresent(growth -> tell(
                                telling,
                                store,
                                Severity.SEVERITY_ERROR,
                                LokiWalCorrupted.newBuilder()
                                        .setType(type)
                                        .setCorruptions(growth)
                                        .build())));
        metrics.sum(LINES).ifPresent(lines -> counters.put(LINES, lines));
    }

    private static void tell(Telling telling, Store store, Severity severity, Message detail) {
        telling.tell(store.ref(), store.related(), telling.now(), severity, detail);
    }

    private static Optional<Long> grown(Metrics metrics, Map<String, Long> counters, boolean known, String name) {
        return grown(metrics.sum(name), counters, known, name);
    }

    /** By how much a counter grew since the last round; from zero after a restart of the process. */
    private static Optional<Long> grown(Optional<Long> now, Map<String, Long> counters, boolean known, String name) {
        if (now.isEmpty()) {
            return Optional.empty();
        }
        Long old = counters.put(name, now.get());
        // A labelled counter appears with its first failure.
        long from = old != null && now.get() >= old ? old : known || old != null ? 0 : now.get();
        return now.get() > from ? Optional.of(now.get() - from) : Optional.empty();
    }

    private static Optional<Instant> moved(Optional<LokiState> before, long linesBefore, long lines, Instant now) {
        boolean moved = linesBefore >= 0 && lines >= 0 && lines != linesBefore;
        return moved ? Optional.of(now) : before.flatMap(LokiState::linesMovedAt);
    }

    private static boolean silence(
            Telling telling,
            Store store,
            Optional<LokiState> before,
            Optional<Instant> moved,
            Optional<Double> sentLinesPerSecond) {
        boolean told = before.map(LokiState::silentTold).orElse(false);
        // One that never received a line may be new, and agents that send none explain the silence.
        boolean agentsRest = sentLinesPerSecond.filter(rate -> rate <= 0).isPresent();
        boolean silent =
                moved.filter(at -> !at.plus(SILENT).isAfter(telling.now())).isPresent() && !agentsRest;
        if (silent && !told) {
            var detail = LokiIngestSilent.newBuilder().setSilentSeconds(telling.secondsSince(moved.get()));
            sentLinesPerSecond.filter(rate -> rate < Double.MAX_VALUE).ifPresent(detail::setSentLinesPerSecond);
            tell(telling, store, Severity.SEVERITY_ERROR, detail.build());
        }
        if (!silent && told && moved.filter(at -> at.equals(telling.now())).isPresent()) {
            long seconds = before.flatMap(LokiState::linesMovedAt)
                    .map(telling::secondsSince)
                    .orElse(0L);
            tell(
                    telling,
                    store,
                    Severity.SEVERITY_INFO,
                    LokiIngestResumed.newBuilder().setSilentSeconds(seconds).build());
            return false;
        }
        return silent || told;
    }

    private static boolean stale(Telling telling, Store store, Metrics metrics, boolean told) {
        Optional<Long> builtAt = metrics.sum(INDEX_BUILT).filter(time -> time > 0 && time < 253_402_300_799L);
        if (builtAt.isEmpty()) {
            return told;
        }
        Instant at = Instant.ofEpochSecond(builtAt.get());
        boolean stale = at.plus(STALE).isBefore(telling.now());
        if (stale && !told) {
            var detail = LokiIndexStale.newBuilder()
                    .setAgeSeconds(telling.secondsSince(at))
                    .setLastSuccessAt(Times.stamp(at));
            tell(telling, store, Severity.SEVERITY_ERROR, detail.build());
        }
        return stale;
    }
}
