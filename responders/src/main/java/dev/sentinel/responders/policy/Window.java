package dev.sentinel.responders.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/** Times that a rule speaks of by name. */
public sealed interface Window {

    String name();

    boolean covers(Instant now);

    /** Hours of some days; when they end before they begin they end the day after. */
    record Hours(String name, List<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) implements Window {
        public Hours {
            days = List.copyOf(days);
        }

        @Override
        public boolean covers(Instant now) {
            var there = now.atZone(zone);
            var time = there.toLocalTime();
            var begunToday = days.contains(there.getDayOfWeek());
            if (from.isBefore(to)) {
                return begunToday && !time.isBefore(from) && time.isBefore(to);
            }
            var begunYesterday = days.contains(there.getDayOfWeek().minus(1));
            return (begunToday && !time.isBefore(from)) || (begunYesterday && time.isBefore(to));
        }
    }

    /** One stretch of time, as a maintenance is announced. */
    record Once(String name, Instant from, Instant to) implements Window {
        @Override
        public boolean covers(Instant now) {
            return !now.isBefore(from) && now.isBefore(to);
        }
    }
}
