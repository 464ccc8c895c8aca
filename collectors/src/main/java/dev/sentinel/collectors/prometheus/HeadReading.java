package dev.sentinel.collectors.prometheus;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.PrometheusHeadAdvancing;
import dev.sentinel.v1.PrometheusHeadObserved;
import dev.sentinel.v1.PrometheusHeadStale;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The head of one server in one round: whether its newest sample moves. */
final class HeadReading {
    /** Two scrape intervals of a minute (telemetry page 1.6). */
    private static final Duration STALE = Duration.ofMinutes(2);

    private static final Duration DEAF = Duration.ofMinutes(5);
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(10);
    private static final Duration OBSERVED = Duration.ofMinutes(5);
    /** The ends of a head that holds nothing yet: unknown, not stale. */
    private static final long NO_MAX = Long.MIN_VALUE;

    private static final long NO_MIN = Long.MAX_VALUE;

    private final Telling telling;
    private final Server server;
    private final Metrics metrics;
    private final Tree stats;

    HeadReading(Telling telling, Server server, Metrics metrics, Answers answers) {
        this.telling = telling;
        this.server = server;
        this.metrics = metrics;
        this.stats = answers.tsdb()
                .map(Tree::new)
                .orElse(new Tree(MissingNode.getInstance()))
                .at("data", "headStats");
    }

    Optional<ServerState.Head> read(Optional<ServerState.Head> before, boolean ready) {
        Optional<Long> maxTime = maxTime();
        // During a replay the head moves with the log, not with the world.
        if (maxTime.isEmpty() || !ready) {
            return before;
        }
        if (before.isEmpty() || before.get().maxTimeMs() != maxTime.get()) {
            before.flatMap(ServerState.Head::staleToldAt).ifPresent(at -> advancing(before.get(), maxTime.get()));
            Instant observed = observed(before.map(ServerState.Head::observedToldAt), maxTime.get());
            return Optional.of(
                    new ServerState.Head(maxTime.get(), telling.now(), 1, Optional.empty(), false, observed));
        }
        ServerState.Head old = before.get();
        int readings = old.readings() + 1;
        Duration still = Duration.between(old.firstSeen(), telling.now());
        boolean stands =
                still.compareTo(STALE) >= 0 && targets().map(count -> count > 0).orElse(true);
        boolean deaf = still.compareTo(DEAF) >= 0;
        boolean due = old.staleToldAt().isEmpty()
                || (deaf && !old.criticalTold())
                || old.staleToldAt().get().plus(TOLD_AGAIN).isBefore(telling.now());
        if (stands && due) {
            stale(old, readings, still, deaf);
        }
        return Optional.of(new ServerState.Head(
                old.maxTimeMs(),
                old.firstSeen(),
                readings,
                stands && due ? Optional.of(telling.now()) : old.staleToldAt(),
                old.criticalTold() || (stands && deaf),
                observed(Optional.of(old.observedToldAt()), old.maxTimeMs())));
    }

    private void stale(ServerState.Head head, int readings, Duration still, boolean deaf) {
        var stale = PrometheusHeadStale.newBuilder()
                .setMaxTimeMs(head.maxTimeMs())
                .setAgeSeconds(Math.max(0, telling.now().getEpochSecond() - Math.floorDiv(head.maxTimeMs(), 1000L)))
                .setUnchangedReadings(Math.max(2, readings))
                .setFirstToLastReadingSeconds(still.toSeconds())
                .setReady(true)
                .setSeriesCount(series());
        targets().ifPresent(stale::setActiveTargetCount);
        telling.tell(
                server.ref(),
                server.related(),
                telling.now(),
                deaf ? Severity.SEVERITY_CRITICAL : Severity.SEVERITY_WARNING,
                stale.build());
    }

    private void advancing(ServerState.Head old, long maxTime) {
        var advancing = PrometheusHeadAdvancing.newBuilder()
                .setMaxTimeMs(maxTime)
                .setStaleSeconds(telling.secondsSince(old.firstSeen()));
        telling.tell(server.ref(), server.related(), telling.now(), Severity.SEVERITY_INFO, advancing.build());
    }

    private Instant observed(Optional<Instant> toldAt, long maxTime) {
        if (toldAt.filter(at -> at.plus(OBSERVED).isAfter(telling.now())).isPresent()) {
            return toldAt.get();
        }
        var observed = PrometheusHeadObserved.newBuilder()
                .setMaxTimeMs(maxTime)
                .setSeriesCount(series())
                .setChunkCount(stats.at("chunkCount").amount());
        minTime().ifPresent(observed::setMinTimeMs);
        metrics.sum("prometheus_tsdb_head_samples_appended_total").ifPresent(observed::setSamplesAppendedTotal);
        targets().ifPresent(observed::setActiveTargetCount);
        telling.tell(server.ref(), server.related(), telling.now(), Severity.SEVERITY_INFO, observed.build());
        return telling.now();
    }

    /** Milliseconds in both places; the metric that ends in _seconds is another one. */
    private Optional<Long> maxTime() {
        Optional<Long> api = stats.at("maxTime").whole().stream().boxed().findFirst();
        return api.or(() -> milliseconds("prometheus_tsdb_head_max_time")).filter(time -> time != NO_MAX && time > 0);
    }

    private Optional<Long> minTime() {
        Optional<Long> api = stats.at("minTime").whole().stream().boxed().findFirst();
        return api.or(() -> milliseconds("prometheus_tsdb_head_min_time")).filter(time -> time != NO_MIN);
    }

    private Optional<Long> milliseconds(String name) {
        return metrics.value(name).stream().mapToObj(value -> (long) value).findFirst();
    }

    private long series() {
        return stats.at("numSeries").present()
                ? stats.at("numSeries").amount()
                : metrics.sum("prometheus_tsdb_head_series").orElse(0L);
    }

    private Optional<Integer> targets() {
        return metrics.sum("prometheus_target_scrape_pool_targets")
                .map(count -> (int) Math.min(Integer.MAX_VALUE, count));
    }
}
