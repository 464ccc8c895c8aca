package dev.sentinel.app.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.LayoutBase;
import dev.sentinel.app.output.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * {@code 2026-11-21T12:00:00.000Z INFO  HttpServer: http server listens address=127.0.0.1:8484}; a stack trace
 * follows on lines that begin with a tab, which no value can forge because its own tabs and line ends are escaped.
 */
final class TextLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int MOST_FRAMES = 40;
    private static final int MOST_CAUSES = 8;

    @Override
    public String doLayout(ILoggingEvent event) {
        var line = new StringBuilder(160);
        line.append(TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
        line.append(" %-5s ".formatted(event.getLevel()));
        line.append(simpleName(event.getLoggerName())).append(": ");
        line.append(Printable.escape(Clipped.of(event.getFormattedMessage())));
        for (var pair : Objects.requireNonNullElse(event.getKeyValuePairs(), List.<KeyValuePair>of())) {
            line.append(' ').append(Printable.escape(pair.key)).append('=');
            line.append(quotedIfNeeded(Printable.escape(Clipped.of(pair.value))));
        }
        line.append('\n');
        appendThrowable(line, event);
        return line.toString();
    }

    private static String simpleName(String logger) {
        return logger.substring(logger.lastIndexOf('.') + 1);
    }

    private static String quotedIfNeeded(String value) {
        var plain = !value.isEmpty() && value.chars().noneMatch(c -> c == ' ' || c == '"' || c == '=');
        return plain ? value : '"' + value.replace("\"", "\\\"") + '"';
    }

    private static void appendThrowable(StringBuilder line, ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        for (int depth = 0; thrown != null && depth < MOST_CAUSES; depth++) {
            line.append('\t').append(depth == 0 ? "" : "caused by ").append(Printable.escape(thrown.getClassName()));
            line.append(": ")
                    .append(Printable.escape(Clipped.of(thrown.getMessage())))
                    .append('\n');
            var frames = thrown.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
                line.append("\t  ")
                        .append(Printable.escape(frames[i].getSTEAsString()))
                        .append('\n');
            }
            thrown = thrown.getCause();
        }
    }
}
