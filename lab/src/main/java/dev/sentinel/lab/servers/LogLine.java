package dev.sentinel.lab.servers;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Log lines as the programs write them (telemetry page 1.5, 3.2, 4.2). */
final class LogLine {

    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern BARE = Pattern.compile("[^\\s=\"\\\\]+");

    private LogLine() {}

    /** Prometheus from 3.0 on, and Alertmanager of its time: the message comes before what it is about. */
    static String slog(Instant at, String level, String source, String... namesAndValues) {
        return pairs("time=%s level=%s source=%s".formatted(MILLIS.format(at), level, source), namesAndValues);
    }

    /** Loki's variant of go-kit. */
    static String goKit(Instant at, String level, String caller, String... namesAndValues) {
        return pairs("level=%s ts=%s caller=%s".formatted(level, MILLIS.format(at), caller), namesAndValues);
    }

    /** VictoriaMetrics: time, level, place and message, by tabs. */
    static String tabs(Instant at, String level, String place, String message) {
        return String.join("\t", MILLIS.format(at), level, place, message);
    }

    static String time(Instant at) {
        return MILLIS.format(at);
    }

    private static String pairs(String begin, String... namesAndValues) {
        StringBuilder line = new StringBuilder(begin);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            line.append(' ').append(namesAndValues[i]).append('=').append(quoted(namesAndValues[i + 1]));
        }
        return line.toString();
    }

    private static String quoted(String value) {
        return BARE.matcher(value).matches()
                ? value
                : "\""
                        + value.replace("\\", "\\\\")
                                .replace("\"", "\\\"")
                                .replace("\n", "\\n")
                                .replace("\t", "\\t")
                        + "\"";
    }
}
