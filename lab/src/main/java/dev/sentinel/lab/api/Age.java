package dev.sentinel.lab.api;

import java.time.Duration;
import java.time.Instant;

/** How long ago, as kubectl shows it: the shorter the time, the finer the word. */
final class Age {

    private Age() {}

    /** The steps of {@code duration.HumanDuration} in k8s.io/apimachinery. */
    static String of(Instant since, Instant now) {
        Duration age = Duration.between(since, now);
        if (age.isNegative()) {
            return "0s";
        }
        long days = age.toDays();
        if (age.toSeconds() < 120) {
            return age.toSeconds() + "s";
        } else if (age.toMinutes() < 10) {
            return both(age.toMinutes(), "m", age.toSecondsPart(), "s");
        } else if (age.toHours() < 3) {
            return age.toMinutes() + "m";
        } else if (age.toHours() < 8) {
            return both(age.toHours(), "h", age.toMinutesPart(), "m");
        } else if (age.toHours() < 48) {
            return age.toHours() + "h";
        } else if (days < 8) {
            return both(days, "d", age.toHoursPart(), "h");
        } else if (days < 2 * 365) {
            return days + "d";
        }
        return days < 8 * 365 ? both(days / 365, "y", days % 365, "d") : days / 365 + "y";
    }

    private static String both(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : small + smallUnit);
    }
}
