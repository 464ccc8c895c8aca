package dev.sentinel.collectors.running;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.CollectorCondition;
import dev.sentinel.v1.CollectorHealthChanged;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a collector says of itself: that it lives, and how well it sees. Called by one thread. */
final class Wellbeing {
    private static final JsonCodec<String> WORD = JsonCodec.of(String.class);
    private static final String CONDITION = "condition";
    private static final int MOST_NAMED = 64;

    private final Ref self;
    private final Duration beat;
    private Optional<Instant> beaten = Optional.empty();
    private Optional<CollectorCondition> told = Optional.empty();

    Wellbeing(Ref self, Duration beat) {
        this.self = self;
        this.beat = beat;
    }

    void pulse(Desk desk) {
        Instant now = desk.now();
        // A clock that was set back must not silence it.
        boolean due = beaten.map(last -> now.isBefore(last) || !now.isBefore(last.plus(beat)))
                .orElse(true);
        if (due) {
            beaten = Optional.of(now);
            beat(desk, now);
        }
        weigh(desk, now);
    }

    private void beat(Desk desk, Instant now) {
        Outflow.Backlog backlog = desk.backlog();
        Heartbeat.Builder heartbeat = Heartbeat.newBuilder()
                .setIntervalSeconds(Math.clamp(beat.toSeconds(), 1, 3600))
                .setSpoolRecords(backlog.events())
                .setSpoolOldestAgeSeconds(Math.max(0, backlog.oldest().toSeconds()));
        desk.standings().stream()
                .map(Standing::lastSuccess)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .ifPresent(last -> heartbeat.setLastReadingAt(Times.stamp(last)));
        desk.tellOfItself(desk.facts().event(Seen.now(now), Severity.SEVERITY_INFO, self, heartbeat.build()));
    }

    private void weigh(Desk desk, Instant now) {
        List<Standing> all = desk.standings();
        if (!all.stream().allMatch(Standing::answeredOrFailed)) {
            return;
        }
        List<Standing> failing =
                all.stream().filter(each -> each.trouble().isPresent()).toList();
        CollectorCondition condition = failing.isEmpty()
                ? CollectorCondition.COLLECTOR_CONDITION_HEALTHY
                : failing.size() == all.size()
                        ? CollectorCondition.COLLECTOR_CONDITION_BLIND
                        : CollectorCondition.COLLECTOR_CONDITION_DEGRADED;
        CollectorCondition before =
                told.or(() -> remembered(desk)).orElse(CollectorCondition.COLLECTOR_CONDITION_HEALTHY);
        if (condition != before) {
            tell(desk, now, before, condition, failing);
        }
        told = Optional.of(condition);
    }

    private void tell(
            Desk desk, Instant now, CollectorCondition before, CollectorCondition condition, List<Standing> failing) {
        CollectorHealthChanged change = CollectorHealthChanged.newBuilder()
                .setCondition(condition)
                .setPreviousCondition(before)
                .setReason(failing.stream()
                        .map(each -> each.source().name() + ": "
                                + each.trouble().map(Throwable::getMessage).orElse(""))
                        .collect(Collectors.joining("; ")))
                .addAllMissingPermissions(failing.stream()
                        .map(Standing::trouble)
                        .flatMap(Optional::stream)
                        .map(Unreachable::permission)
                        .flatMap(Optional::stream)
                        .distinct()
                        .limit(MOST_NAMED)
                        .toList())
                .build();
        Facts facts = desk.facts();
        desk.tellOfItself(facts.event(Seen.now(now), severity(condition), self, change));
        desk.memory().remember(CONDITION, condition.name(), WORD);
    }

    private static Severity severity(CollectorCondition condition) {
        return switch (condition) {
            case COLLECTOR_CONDITION_BLIND -> Severity.SEVERITY_ERROR;
            case COLLECTOR_CONDITION_DEGRADED -> Severity.SEVERITY_WARNING;
            case COLLECTOR_CONDITION_HEALTHY,
                    COLLECTOR_CONDITION_STOPPING,
                    COLLECTOR_CONDITION_UNSPECIFIED,
                    UNRECOGNIZED -> Severity.SEVERITY_INFO;
        };
    }

    private static Optional<CollectorCondition> remembered(Desk desk) {
        return desk.memory()
                .recall(CONDITION, WORD)
                .flatMap(name -> List.of(CollectorCondition.values()).stream()
                        .filter(each -> Objects.equals(each.name(), name))
                        .findFirst());
    }

    /** It ends because it was told to, which is no reason to worry about its silence. */
    void stopping(Desk desk) {
        tell(
                desk,
                desk.now(),
                told.orElse(CollectorCondition.COLLECTOR_CONDITION_HEALTHY),
                CollectorCondition.COLLECTOR_CONDITION_STOPPING,
                List.of());
    }
}
