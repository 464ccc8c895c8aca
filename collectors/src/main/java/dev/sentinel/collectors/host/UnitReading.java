package dev.sentinel.collectors.host;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Telling;
import dev.sentinel.v1.HostUnitStateChanged;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.UnitState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The systemd unit of a watched store: that it stopped, failed, was started again, or is started again and again. */
public final class UnitReading {
    /** So many restarts within the span are a loop; told once, until a span without one. */
    private static final int LOOP = 3;

    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 64;

    private final Facts facts;
    private final Ref machine;

    public UnitReading(Facts facts, Ref machine) {
        this.facts = facts;
        this.machine = machine;
    }

    /**
     * What was seen last.
     *
     * @param restarts when systemd started it again lately
     * @param looping whether its loop was told
     */
    public record Before(UnitShown unit, List<Instant> restarts, boolean looping) {
        public Before {
            restarts = List.copyOf(restarts);
        }
    }

    /**
     * Weighs one look at a unit.
     *
     * @param related the store that runs in it, and what that is stored on
     */
    public Reading<Before> read(Optional<Before> before, UnitShown now, List<Ref> related, Instant at) {
        Telling telling = new Telling(facts, at);
        List<Instant> restarts = restarts(before, now, at);
        boolean was = before.map(Before::looping).orElse(false);
        boolean looping = restarts.size() >= LOOP || (was && !restarts.isEmpty());
        Optional<Severity> news = looping && !was
                ? Optional.of(Severity.SEVERITY_ERROR)
                : before.isEmpty() ? first(now) : change(before.get(), now, restarts, looping, was);
        news.ifPresent(severity -> tell(telling, before, now, related, severity));
        return telling.with(new Before(now, restarts, looping));
    }

    /** A counter that fell was set back by a start by hand, and has counted anew since. */
    private static List<Instant> restarts(Optional<Before> before, UnitShown now, Instant at) {
        List<Instant> restarts = new ArrayList<>();
        before.ifPresent(old -> old.restarts().stream()
                .filter(each -> each.plus(SPAN).isAfter(at))
                .forEach(restarts::add));
        long old = before.map(each -> each.unit().restarts()).orElse(now.restarts());
        long more = now.restarts() >= old ? now.restarts() - old : now.restarts();
        for (long i = 0; i < more && restarts.size() < MOST_REMEMBERED; i++) {
            restarts.add(at);
        }
        return restarts;
    }

    /** Who looks for the first time is told of what does not run only. */
    private static Optional<Severity> first(UnitShown now) {
        Severity severity = severity(now);
        return severity == Severity.SEVERITY_INFO ? Optional.empty() : Optional.of(severity);
    }

    private static Optional<Severity> change(
            Before before, UnitShown now, List<Instant> restarts, boolean looping, boolean was) {
        UnitShown old = before.unit();
        boolean failed = now.state() == UnitState.UNIT_STATE_FAILED;
        if (was && !looping && !failed && old.state() == now.state()) {
            return Optional.of(severity(now));
        }
        if (old.state() != now.state()) {
            // Within a loop that was told, going up and down is no news; giving up is.
            boolean quiet = looping && !failed && now.state() != UnitState.UNIT_STATE_INACTIVE;
            return quiet ? Optional.empty() : Optional.of(severity(now));
        }
        if (looping) {
            return Optional.empty();
        }
        boolean again = restarts.size() > before.restarts().size() || now.restarts() > old.restarts();
        boolean byHand = !old.invocation().isEmpty()
                && !now.invocation().isEmpty()
                && !old.invocation().equals(now.invocation());
        if (again) {
            return Optional.of(Severity.SEVERITY_WARNING);
        }
        return byHand && now.state() == UnitState.UNIT_STATE_ACTIVE
                ? Optional.of(Severity.SEVERITY_INFO)
                : Optional.empty();
    }

    private static Severity severity(UnitShown now) {
        return switch (now.state()) {
            case UNIT_STATE_FAILED -> Severity.SEVERITY_ERROR;
            case UNIT_STATE_INACTIVE -> Severity.SEVERITY_WARNING;
            case UNIT_STATE_ACTIVATING ->
                now.subState().startsWith("auto-restart") ? Severity.SEVERITY_WARNING : Severity.SEVERITY_INFO;
            case UNIT_STATE_ACTIVE,
                    UNIT_STATE_RELOADING,
                    UNIT_STATE_DEACTIVATING,
                    UNIT_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> Severity.SEVERITY_INFO;
        };
    }

    private void tell(Telling telling, Optional<Before> before, UnitShown now, List<Ref> related, Severity severity) {
        var changed = HostUnitStateChanged.newBuilder()
                .setUnit(now.unit())
                .setState(now.state())
                .setSubState(now.subState())
                .setResult(now.result())
                .setRestartCount((int) Math.min(Integer.MAX_VALUE, now.restarts()));
        now.exitCode().ifPresent(changed::setExitCode);
        before.ifPresent(old -> changed.setPreviousState(old.unit().state()));
        List<Ref> others = new ArrayList<>(related);
        others.add(machine);
        boolean moved = before.map(old -> old.unit().state() != now.state()).orElse(true);
        Instant at = moved ? now.changedAt().orElse(telling.now()) : telling.now();
        telling.tell(Refs.of("host.unit", machine.getName(), now.unit()), others, at, severity, changed.build());
    }
}
