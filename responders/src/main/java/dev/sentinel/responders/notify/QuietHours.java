package dev.sentinel.responders.notify;

import dev.sentinel.v1.Severity;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * Hours in which only what is worth waking somebody is told; the rest is told when they are over.
 *
 * @param least what is told all the same
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone, Severity least) {

    public QuietHours {
        if (from.equals(to)) {
            throw new IllegalArgumentException(
                    "quiet hours from %s to %s never begin or never end".formatted(from, to));
        }
    }

    /** When something of this severity may be told; empty: at once. */
    Optional<Instant> holdBack(Severity severity, Instant now) {
        if (severity.getNumber() >= least.getNumber()) {
            return Optional.empty();
        }
        ZonedDateTime here = now.atZone(zone);
        LocalTime time = here.toLocalTime();
        boolean overnight = to.isBefore(from);
        boolean quiet =
                overnight ? !time.isBefore(from) || time.isBefore(to) : !time.isBefore(from) && time.isBefore(to);
        if (!quiet) {
            return Optional.empty();
        }
        ZonedDateTime end = here.with(to);
        return Optional.of((end.isAfter(here) ? end : here.plusDays(1).with(to)).toInstant());
    }
}
