package dev.sentinel.collectors.prometheus;

import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.PrometheusWalGrown;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The size of the log against its habit: the bomb that the next restart sets off (telemetry page, class 3). */
final class LogReading {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LASTING = Duration.ofHours(3);
    private static final Duration TOLD_AGAIN = Duration.ofDays(1);
    /** A median of less than a day is no habit. */
    private static final int ENOUGH_SIZES = 24;

    private static final int MOST_SIZES = 7 * 24;
    private static final double MOST_OF_VOLUME = 0.2;
    /** A healthy head spans about three hours. */
    private static final Duration LONGEST_HEAD = Duration.ofHours(4);

    private final Telling telling;
    private final Server server;
    private final Metrics metrics;

    LogReading(Telling telling, Server server, Metrics metrics) {
        this.telling = telling;
        this.server = server;
        this.metrics = metrics;
    }

    ServerState.Log read(ServerState.Log before) {
        Optional<Long> size = metrics.sum("prometheus_tsdb_wal_storage_size_bytes");
        if (size.isEmpty()) {
            return before;
        }
        List<ServerState.Size> sizes = sizes(before.sizes(), size.get());
        Optional<Long> median = median(before.sizes());
        Optional<Double> share =
                server.volumeBytes().filter(bytes -> bytes > 0).map(bytes -> size.get() / (double) bytes);
        Optional<Long> span = headSpanSeconds();
        boolean large = median.filter(habit -> size.get() > 2 * habit).isPresent()
                || share.filter(part -> part > MOST_OF_VOLUME).isPresent()
                || span.filter(seconds -> seconds > LONGEST_HEAD.toSeconds()).isPresent();
        Optional<Instant> since = large ? before.largeSince().or(() -> Optional.of(telling.now())) : Optional.empty();
        boolean lasts =
                since.filter(at -> !at.plus(LASTING).isAfter(telling.now())).isPresent();
        boolean due = lasts
                && before.toldAt()
                        .map(at -> at.plus(TOLD_AGAIN).isBefore(telling.now()))
                        .orElse(true);
        if (due) {
            var grown = PrometheusWalGrown.newBuilder().setSizeBytes(size.get());
            median.ifPresent(grown::setMedianBytes);
            share.ifPresent(part -> grown.setVolumeSharePercent(Math.clamp(part * 100, 0, 100)));
            span.ifPresent(grown::setHeadSpanSeconds);
            telling.tell(server.ref(), server.related(), telling.now(), Severity.SEVERITY_WARNING, grown.build());
        }
        Optional<Instant> toldAt = large ? (due ? Optional.of(telling.now()) : before.toldAt()) : Optional.empty();
        return new ServerState.Log(sizes, since, toldAt);
    }

    private List<ServerState.Size> sizes(List<ServerState.Size> before, long bytes) {
        List<ServerState.Size> sizes = new ArrayList<>(before);
        sizes.removeIf(size -> size.at().isBefore(telling.now().minus(WEEK)));
        if (sizes.isEmpty() || !sizes.getLast().at().plus(HOUR).isAfter(telling.now())) {
            sizes.add(new ServerState.Size(telling.now(), bytes));
        }
        return sizes.size() > MOST_SIZES ? sizes.subList(sizes.size() - MOST_SIZES, sizes.size()) : sizes;
    }

    private static Optional<Long> median(List<ServerState.Size> sizes) {
        return sizes.size() < ENOUGH_SIZES
                ? Optional.empty()
                : sizes.stream()
                        .map(ServerState.Size::bytes)
                        .sorted()
                        .skip(sizes.size() / 2)
                        .findFirst();
    }

    private Optional<Long> headSpanSeconds() {
        Optional<Long> max =
                metrics.sum("prometheus_tsdb_head_max_time_seconds").filter(time -> time > 0);
        Optional<Long> min =
                metrics.sum("prometheus_tsdb_head_min_time_seconds").filter(time -> time > 0);
        return max.flatMap(newest -> min.filter(oldest -> oldest < newest).map(oldest -> newest - oldest));
    }
}
