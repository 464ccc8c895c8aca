package dev.sentinel.responders.execution;

import dev.sentinel.responders.books.Acts;
import dev.sentinel.responders.books.Holds;
import dev.sentinel.responders.books.Pauses;
import dev.sentinel.responders.books.QuarantineBook;
import dev.sentinel.responders.books.Trusts;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.transport.store.Sql;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is on the books, as guards want to know it.
 *
 * @param own things that Sentinel's own broker and store stand on
 */
public record Standings(PauseFile pauseFile, List<Ref> own, Supplier<Standing.Bounds> bounds) {

    private static final Duration BUDGET = Duration.ofHours(1);

    public Standings {
        own = List.copyOf(own);
    }

    /** For a plan in a cluster; an empty id while it is being made. */
    public Standing of(Sql sql, String cluster, String planId) {
        Standing.Bounds limits = bounds.get();
        Duration back = BUDGET;
        for (Duration each : List.of(limits.attemptsWithin(), limits.coolDown())) {
            back = each.compareTo(back) > 0 ? each : back;
        }
        return new Standing(
                pausedBecause(sql, cluster),
                Acts.since(sql, cluster, back),
                QuarantineBook.live(sql, cluster).stream()
                        .map(kept -> kept.quarantine().getTarget())
                        .toList(),
                Holds.others(sql, cluster, planId),
                own,
                Trusts.all(sql, cluster).stream()
                        .map(lost -> new Standing.Distrust(
                                lost.getAction(),
                                Instant.ofEpochSecond(lost.getSince().getSeconds()),
                                lost.getReason()))
                        .toList(),
                limits);
    }

    /** The file counts whatever the store says. */
    public Optional<String> pausedBecause(Sql sql, String cluster) {
        return pauseFile.because().or(() -> Pauses.because(sql, cluster));
    }
}
