package dev.sentinel.collectors.prometheus;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.PrometheusReadinessChanged;
import dev.sentinel.v1.PrometheusReplayCompleted;
import dev.sentinel.v1.ServerReadiness;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One round of answers of one Prometheus server (telemetry page 1.6 and section 8, classes 0 and 3). */
public final class ServerReading {
    /** How long a start may take before it is told again, where no budget is known. */
    private static final List<Duration> STEPS = List.of(Duration.ofMinutes(5), Duration.ofMinutes(10));

    private static final double SPENT = 0.8;

    private final Facts facts;

    public ServerReading(Facts facts) {
        this.facts = facts;
    }

    /** What the answers say after what was known. */
    public Reading<ServerState> read(Optional<ServerState> before, Server server, Answers answers, Instant now) {
        Telling telling = new Telling(facts, now);
        Metrics metrics = Metrics.of(
                answers.metrics().orElse(""),
                name -> name.startsWith("prometheus_") || name.equals("process_start_time_seconds"));
        Optional<Long> startedAt =
                metrics.sum("process_start_time_seconds").or(() -> before.flatMap(ServerState::startedAt));
        boolean restarted = before.flatMap(ServerState::startedAt)
                .filter(old -> startedAt.isPresent() && !old.equals(startedAt.get()))
                .isPresent();
        ServerReadiness is = readiness(answers);
        var readiness = readiness(telling, server, before, is, answers.ready().orElse(0));
        var head = new HeadReading(telling, server, metrics, answers)
                .read(before.flatMap(ServerState::head), is == ServerReadiness.SERVER_READINESS_READY);
        Map<String, Long> counters =
                new CounterReading(telling, server, metrics).read(before.map(ServerState::counters), restarted);
        int restarts = restarts(before, is, restarted);
        var replay = is == ServerReadiness.SERVER_READINESS_STARTING
                ? new ReplayReading(telling, server, answers, restarts)
                        .read(restarted ? Optional.empty() : before.flatMap(ServerState::replay), startedAt)
                : Optional.<ServerState.Replay>empty();
        before.filter(old -> is == ServerReadiness.SERVER_READINESS_READY
                        && old.readiness().is() == ServerReadiness.SERVER_READINESS_STARTING)
                .ifPresent(old -> replayed(telling, server, metrics));
        var log = new LogReading(telling, server, metrics)
                .read(before.map(ServerState::log)
                        .orElse(new ServerState.Log(List.of(), Optional.empty(), Optional.empty())));
        return telling.with(new ServerState(readiness, head, startedAt, counters, replay, restarts, log));
    }

    /** 503 is starting or stopping; from 3.0 on a header says which (page 1.6). */
    private static ServerReadiness readiness(Answers answers) {
        if (answers.ready().isEmpty()) {
            return ServerReadiness.SERVER_READINESS_UNREACHABLE;
        }
        int code = answers.ready().get();
        if (code == 200) {
            return ServerReadiness.SERVER_READINESS_READY;
        }
        if (code != 503) {
            return ServerReadiness.SERVER_READINESS_NOT_READY;
        }
        return answers.stopping().orElse(false)
                ? ServerReadiness.SERVER_READINESS_STOPPING
                : ServerReadiness.SERVER_READINESS_STARTING;
    }

    private static ServerState.Readiness readiness(
            Telling telling, Server server, Optional<ServerState> before, ServerReadiness is, int code) {
        Optional<ServerState.Readiness> old = before.map(ServerState::readiness);
        boolean ready = is == ServerReadiness.SERVER_READINESS_READY;
        boolean same = old.filter(each -> each.is() == is).isPresent();
        boolean wasReady = old.filter(each -> each.is() == ServerReadiness.SERVER_READINESS_READY)
                .isPresent();
        // From unreachable to starting it was not ready all along.
        Instant since =
                old.isEmpty() || wasReady != ready ? telling.now() : old.get().since();
        long notReady = ready
                ? old.map(each -> telling.secondsSince(each.since()))
                        .filter(s -> !wasReady)
                        .orElse(0L)
                : telling.secondsSince(since);
        long told = same ? old.get().toldSeconds() : 0;
        long step = ready ? 0 : step(server, notReady);
        boolean news = same ? step > told : old.isPresent() || !ready;
        if (news) {
            var changed = PrometheusReadinessChanged.newBuilder()
                    .setReadiness(is)
                    .setPreviousReadiness(
                            old.map(ServerState.Readiness::is).orElse(ServerReadiness.SERVER_READINESS_UNSPECIFIED))
                    .setStatusCode(Math.clamp(code, 0, 599))
                    .setNotReadySeconds(notReady);
            telling.tell(
                    server.ref(), server.related(), telling.now(), severity(is, server, notReady), changed.build());
        }
        return new ServerState.Readiness(is, since, Math.max(told, step));
    }

    /** The last of the steps that this time has passed. */
    private static long step(Server server, long seconds) {
        long passed = STEPS.stream()
                .mapToLong(Duration::toSeconds)
                .filter(step -> seconds > step)
                .max()
                .orElse(0);
        long spent = server.startupBudget()
                .map(budget -> (long) (budget.toSeconds() * SPENT))
                .orElse(Long.MAX_VALUE);
        return seconds > spent ? Math.max(passed, spent) : passed;
    }

    private static Severity severity(ServerReadiness is, Server server, long seconds) {
        if (is == ServerReadiness.SERVER_READINESS_READY || is == ServerReadiness.SERVER_READINESS_STOPPING) {
            return Severity.SEVERITY_INFO;
        }
        boolean spent = server.startupBudget()
                .filter(budget -> seconds > budget.toSeconds() * SPENT)
                .isPresent();
        if (spent) {
            return Severity.SEVERITY_CRITICAL;
        }
        if (seconds > STEPS.getLast().toSeconds()) {
            return Severity.SEVERITY_ERROR;
        }
        return seconds > STEPS.getFirst().toSeconds() ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
    }

    private static int restarts(Optional<ServerState> before, ServerReadiness is, boolean restarted) {
        if (is == ServerReadiness.SERVER_READINESS_READY) {
            return 0;
        }
        boolean whileReading = before.filter(old -> old.replay().isPresent()).isPresent();
        return before.map(ServerState::restartsDuringReplay).orElse(0) + (restarted && whileReading ? 1 : 0);
    }

    private static void replayed(Telling telling, Server server, Metrics metrics) {
        metrics.value("prometheus_tsdb_data_replay_duration_seconds").ifPresent(seconds -> {
            var completed = PrometheusReplayCompleted.newBuilder().setTotalMs(Math.max(0, Math.round(seconds * 1000)));
            telling.tell(server.ref(), server.related(), telling.now(), Severity.SEVERITY_INFO, completed.build());
        });
    }
}
