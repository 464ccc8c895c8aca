package dev.sentinel.collectors.running;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.SourceRecovered;
import dev.sentinel.v1.SourceUnreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpTimeoutException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How one source has answered so far, and what of it is news. Safe for all threads. */
final class Standing {
    /** One answer that stays away is no news: servers restart, packets get lost. */
    private static final int NEWS = 2;

    private static final Duration REMINDER = Duration.ofMinutes(10);

    private final Source source;
    private Optional<Instant> lastSuccess = Optional.empty();
    private Optional<Instant> failingSince = Optional.empty();
    private Optional<Instant> told = Optional.empty();
    private Optional<Unreachable> failure = Optional.empty();
    private int failures;

    Standing(Source source) {
        this.source = source;
    }

    Source source() {
        return source;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized Optional<Instant> lastSuccess() {
        return lastSuccess;
    }

    /** Why it does not answer, once that is news. */
    synchronized Optional<Unreachable> trouble() {
        return failures >= NEWS ? failure : Optional.empty();
    }

    synchronized boolean answeredOrFailed() {
        return lastSuccess.isPresent() || failures >= NEWS;
    }

    /** It answered. The event, when that is news. */
    synchronized Optional<Event> succeeded(Facts facts, Instant now) {
        Optional<Event> news = told.map(when -> facts.event(
                Seen.now(now),
                Severity.SEVERITY_INFO,
                source.thing(),
                SourceRecovered.newBuilder()
                        .setEndpoint(source.endpoint())
                        .setOutageSeconds(failingSince
                                .map(since ->
                                        Math.max(0, Duration.between(since, now).toSeconds()))
                                .orElse(0L))
                        .build()));
        lastSuccess = Optional.of(now);
        failingSince = Optional.empty();
        failure = Optional.empty();
        told = Optional.empty();
        failures = 0;
        return news;
    }

    /** It did not answer. The event, when that is news, and again now and then while it lasts. */
    synchronized Optional<Event> failed(IOException why, Facts facts, Instant now) {
        Unreachable cause = classified(why);
        failures++;
        failingSince = Optional.of(failingSince.orElse(now));
        failure = Optional.of(cause);
        boolean due = told.map(when -> !now.isBefore(when.plus(REMINDER))).orElse(true);
        if (failures < NEWS || !due) {
            return Optional.empty();
        }
        told = Optional.of(now);
        SourceUnreachable.Builder fact = SourceUnreachable.newBuilder()
                .setEndpoint(source.endpoint())
                .setCause(cause.why())
                .setError(String.valueOf(cause.getMessage()))
                .setConsecutiveFailures(failures);
        lastSuccess.ifPresent(at -> fact.setLastSuccessAt(Times.stamp(at)));
        return Optional.of(facts.event(Seen.now(now), Severity.SEVERITY_WARNING, source.thing(), fact.build()));
    }

    static Unreachable classified(IOException why) {
        String said = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return switch (why) {
            case Unreachable known -> known;
            case HttpTimeoutException slow -> Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT, said);
            case ConnectException refused -> Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_REFUSED, said);
            case AccessDeniedException denied ->
                Unreachable.forbidden("read " + denied.getFile(), said + ": permission denied");
            default -> Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, said);
        };
    }
}
