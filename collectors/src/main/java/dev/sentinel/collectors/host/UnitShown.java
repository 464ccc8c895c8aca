package dev.sentinel.collectors.host;

import dev.sentinel.collectors.reading.Bounds;
import dev.sentinel.collectors.reading.Times;
import dev.sentinel.v1.UnitState;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A systemd unit as {@code systemctl show} prints it: {@code Key=Value} lines, units parted by an empty line.
 *
 * @param exitCode how the main process ended; absent while it runs
 * @param invocation changes with each start
 * @param changedAt when the state changed by systemd's word, where it was asked for {@code --timestamp=unix} or runs in UTC
 */
public record UnitShown(
        String unit,
        UnitState state,
        String subState,
        String result,
        long restarts,
        Optional<Integer> exitCode,
        String invocation,
        Optional<Instant> changedAt) {

    /** What to ask for. */
    public static final List<String> PROPERTIES = List.of(
            "Id",
            "LoadState",
            "ActiveState",
            "SubState",
            "Result",
            "NRestarts",
            "ExecMainCode",
            "ExecMainStatus",
            "InvocationID",
            "StateChangeTimestamp");

    private static final int MOST_UNITS = 100;
    private static final int LONGEST = 1 << 20;

    /** The units in an answer; one that does not exist, or is in a state without a word here, is not among them. */
    public static List<UnitShown> of(String answer) {
        List<UnitShown> units = new ArrayList<>();
        Map<String, String> shown = new HashMap<>();
        String text = answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
        for (String line : (text + "\n\n").split("\n", -1)) {
            int equals = line.indexOf('=');
            if (line.isBlank()) {
                unit(shown).filter(unit -> units.size() < MOST_UNITS).ifPresent(units::add);
                shown.clear();
            } else if (equals > 0 && PROPERTIES.contains(line.substring(0, equals))) {
                shown.putIfAbsent(
                        line.substring(0, equals),
                        Bounds.fit(line.substring(equals + 1).strip(), 253));
            }
        }
        return units;
    }

    private static Optional<UnitShown> unit(Map<String, String> shown) {
        String unit = shown.getOrDefault("Id", "");
        UnitState state = state(shown.getOrDefault("ActiveState", ""));
        boolean there = !shown.getOrDefault("LoadState", "loaded").equals("not-found");
        if (unit.isEmpty() || state == UnitState.UNIT_STATE_UNSPECIFIED || !there) {
            return Optional.empty();
        }
        boolean ended = number(shown.getOrDefault("ExecMainCode", "")).orElse(0L) > 0;
        Optional<Integer> exitCode = number(shown.getOrDefault("ExecMainStatus", ""))
                .filter(status -> ended && status <= Integer.MAX_VALUE)
                .map(Long::intValue);
        return Optional.of(new UnitShown(
                unit,
                state,
                Bounds.fit(shown.getOrDefault("SubState", ""), 64),
                Bounds.fit(shown.getOrDefault("Result", ""), 64),
                number(shown.getOrDefault("NRestarts", "")).orElse(0L),
                exitCode,
                shown.getOrDefault("InvocationID", ""),
                time(shown.getOrDefault("StateChangeTimestamp", ""))));
    }

    private static UnitState state(String word) {
        return switch (word) {
            case "active" -> UnitState.UNIT_STATE_ACTIVE;
            case "reloading", "refreshing" -> UnitState.UNIT_STATE_RELOADING;
            case "inactive" -> UnitState.UNIT_STATE_INACTIVE;
            case "failed" -> UnitState.UNIT_STATE_FAILED;
            case "activating" -> UnitState.UNIT_STATE_ACTIVATING;
            case "deactivating" -> UnitState.UNIT_STATE_DEACTIVATING;
            default -> UnitState.UNIT_STATE_UNSPECIFIED;
        };
    }

    private static Optional<Long> number(String text) {
        return text.matches("[0-9]{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    private static Optional<Instant> time(String text) {
        if (text.matches("@[0-9]{1,11}")) {
            return Times.ofMicros(Long.parseLong(text.substring(1)) * 1_000_000);
        }
        if (!text.endsWith(" UTC") || text.length() > 40) {
            return Optional.empty();
        }
        try {
            // The weekday says nothing that the date does not.
            String date = text.substring(text.indexOf(' ') + 1, text.length() - " UTC".length());
            var format = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
            return Optional.of(LocalDateTime.parse(date, format).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException | StringIndexOutOfBoundsException none) {
            return Optional.empty();
        }
    }
}
