package dev.sentinel.collectors.prometheus;

import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.collectors.reading.Tree;
import dev.sentinel.v1.PrometheusReplayProgressed;
import dev.sentinel.v1.ReplayStage;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A start that reads the log: how far, how fast, and whether the startup probe lets it end (telemetry page, class 3). */
final class ReplayReading {
    private static final int MOST_PACES = 32;
    private static final int ENOUGH_PACES = 3;
    private static final Duration STUCK = Duration.ofMinutes(5);
    /** Progress is told in steps of a tenth. */
    private static final int STEPS = 10;

    private final Telling telling;
    private final Server server;
    private final Optional<Tree> data;
    private final int restarts;

    ReplayReading(Telling telling, Server server, Answers answers, int restarts) {
        this.telling = telling;
        this.server = server;
        this.data = answers.walReplay().map(body -> new Tree(body).at("data")).filter(Tree::present);
        this.restarts = restarts;
    }

    Optional<ServerState.Replay> read(Optional<ServerState.Replay> before, Optional<Long> processStart) {
        if (data.isEmpty()) {
            return before;
        }
        long min = data.get().at("min").amount();
        long max = data.get().at("max").amount();
        long current = data.get().at("current").amount();
        // A smaller number means that it began again, or went on with the other log.
        Optional<ServerState.Replay> old = before.filter(each -> current >= each.current() && max >= each.max());
        Instant since = processStart
                .filter(start -> start > 0 && start < telling.now().getEpochSecond())
                .map(Instant::ofEpochSecond)
                .or(() -> before.map(ServerState.Replay::since))
                .orElse(telling.now());
        boolean moved = old.isEmpty() || current > old.get().current();
        Instant movedAt = moved ? telling.now() : old.get().movedAt();
        List<Double> pace = pace(old, current);
        Optional<Long> remaining = pace.size() < ENOUGH_PACES
                ? Optional.empty()
                : Optional.of((long) Math.ceil(Math.max(0, max - current) * median(pace)));
        Optional<Long> budget =
                server.startupBudget().map(whole -> Math.max(0, whole.toSeconds() - telling.secondsSince(since)));
        boolean stuck = current < max && movedAt.plus(STUCK).isBefore(telling.now());
        boolean late = remaining.isPresent() && budget.isPresent() && remaining.get() > budget.get();
        boolean alarm = stuck || late;
        long step = max <= min ? 0 : Math.min(STEPS, Math.max(0, current - min) * STEPS / (max - min));
        boolean alarmTold = old.map(ServerState.Replay::alarmTold).orElse(false);
        boolean due =
                old.flatMap(ServerState.Replay::toldAt).map(told -> step > told).orElse(true) || (alarm && !alarmTold);
        if (due) {
            var progressed = PrometheusReplayProgressed.newBuilder()
                    .setStage(stage(min, max, current))
                    .setFirstSegment(min)
                    .setLastSegment(max)
                    .setCurrentSegment(current)
                    .setElapsedSeconds(telling.secondsSince(since))
                    .setStuck(stuck)
                    .setRestartsDuringReplay(restarts);
            remaining.ifPresent(progressed::setRemainingSeconds);
            budget.ifPresent(progressed::setProbeBudgetSeconds);
            telling.tell(server.ref(), server.related(), telling.now(), severity(stuck, late), progressed.build());
        }
        Optional<Long> toldAt = due ? Optional.of(step) : old.flatMap(ServerState.Replay::toldAt);
        return Optional.of(new ServerState.Replay(since, min, max, current, movedAt, pace, toldAt, alarmTold || alarm));
    }

    private Severity severity(boolean stuck, boolean late) {
        if (late || restarts >= 2) {
            return Severity.SEVERITY_CRITICAL;
        }
        return stuck ? Severity.SEVERITY_ERROR : Severity.SEVERITY_INFO;
    }

    private static ReplayStage stage(long min, long max, long current) {
        if (max == 0 && current == 0) {
            return ReplayStage.REPLAY_STAGE_MAPPED_CHUNKS;
        }
        return current < min || current == 0 ? ReplayStage.REPLAY_STAGE_CHECKPOINT : ReplayStage.REPLAY_STAGE_WAL;
    }

    /** Seconds for each segment that was read since the last round. */
    private List<Double> pace(Optional<ServerState.Replay> old, long current) {
        List<Double> pace = new ArrayList<>(old.map(ServerState.Replay::pace).orElse(List.of()));
        long read = old.map(each -> current - each.current()).orElse(0L);
        if (read > 0) {
            double each = telling.secondsSince(old.get().movedAt()) / (double) read;
            for (long i = 0; i < Math.min(read, MOST_PACES); i++) {
                pace.add(each);
            }
        }
        return pace.size() > MOST_PACES ? pace.subList(pace.size() - MOST_PACES, pace.size()) : pace;
    }

    private static double median(List<Double> pace) {
        return pace.stream().sorted().skip(pace.size() / 2).findFirst().orElse(0.0);
    }
}
