package dev.sentinel.lab.api;

import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Refused;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What can be wrong with the API itself: slow or failing answers, missing permissions, watches that break. */
public final class Trouble {

    private static final String EVERYTHING = "*";

    private record Refusal(Refused.Reason reason, long times) {}

    private final Map<String, Refusal> refusals = new ConcurrentSkipListMap<>();
    private final AtomicReference<Duration> delay = new AtomicReference<>(Duration.ZERO);
    private final AtomicLong watchEpoch = new AtomicLong();

    /** The next so many requests for a kind are turned down. */
    public void refuse(Kind kind, Refused.Reason reason, long times) {
        refusals.put(kind.qualified(), new Refusal(reason, times));
    }

    /** The next so many requests are turned down, whatever they are for. */
    public void refuse(Refused.Reason reason, long times) {
        refusals.put(EVERYTHING, new Refusal(reason, times));
    }

    /** A missing permission: each request for the kind is forbidden, and an access review says so. */
    public void forbid(Kind kind) {
        refuse(kind, Refused.Reason.FORBIDDEN, Long.MAX_VALUE);
    }

    /** Each answer takes so long more. */
    public void slow(Duration more) {
        delay.set(more);
    }

    /** Breaks each open watch, as a restarted API server does. */
    public void dropWatches() {
        watchEpoch.incrementAndGet();
    }

    /** All is well again. */
    public void end() {
        refusals.clear();
        delay.set(Duration.ZERO);
    }

    Duration delay() {
        return delay.get();
    }

    long watchEpoch() {
        return watchEpoch.get();
    }

    boolean forbidden(String qualified) {
        Refusal refusal = refusals.get(qualified);
        return refusal != null && refusal.reason() == Refused.Reason.FORBIDDEN;
    }

    void meet(Optional<Target> target) {
        for (String name : List.of(target.map(each -> each.kind().qualified()).orElse(EVERYTHING), EVERYTHING)) {
            AtomicReference<Optional<Refusal>> met = new AtomicReference<>(Optional.empty());
            refusals.computeIfPresent(name, (any, refusal) -> {
                met.set(Optional.of(refusal));
                return refusal.times() > 1 ? new Refusal(refusal.reason(), refusal.times() - 1) : null;
            });
            met.get().ifPresent(refusal -> {
                throw new Refused(refusal.reason(), wording(refusal.reason(), target));
            });
        }
    }

    private static String wording(Refused.Reason reason, Optional<Target> target) {
        String what = target.map(each -> each.kind().qualified()).orElse("the path");
        return switch (reason) {
            case FORBIDDEN ->
                "%s is forbidden: User \"system:serviceaccount:sentinel:sentinel\" cannot list resource \"%s\" in API group \"%s\" at the cluster scope"
                        .formatted(
                                what,
                                target.map(each -> each.kind().plural()).orElse(""),
                                target.map(each -> each.kind().group()).orElse(""));
            case UNAUTHORIZED -> "Unauthorized";
            case EXPIRED -> "The resourceVersion for the provided list is too old.";
            case BAD_REQUEST,
                    NOT_FOUND,
                    METHOD_NOT_ALLOWED,
                    ALREADY_EXISTS,
                    CONFLICT,
                    UNSUPPORTED_MEDIA_TYPE,
                    INVALID,
                    TOO_MANY_REQUESTS,
                    INTERNAL,
                    UNAVAILABLE -> "the lab was told to answer %s about %s".formatted(reason.word(), what);
        };
    }
}
