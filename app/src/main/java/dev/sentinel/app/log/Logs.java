package dev.sentinel.app.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import dev.sentinel.app.config.SentinelConfig.Log;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** Sets up the one log of the process. */
public final class Logs {
    /** Libraries that tell at INFO what only their authors want to know. */
    private static final List<String> NOISY = List.of(
            "com.linecorp.armeria",
            "com.rabbitmq",
            "com.zaxxer.hikari",
            "io.grpc",
            "io.micrometer",
            "io.netty",
            "org.apache.derby",
            "org.apache.qpid",
            "org.postgresql",
            "qpid");

    /** What goes wrong with the API is told by whoever asked it, in one line; the client adds a stack trace each time. */
    private static final String TALKATIVE = "io.fabric8";

    private Logs() {}

    public static void configure(Log log) {
        configure(log, context -> stderr(context, log.format()));
    }

    /** For a command whose screen is somebody's: the log goes to a file. */
    public static void configure(Log log, Path file) {
        configure(log, context -> file(context, log.format(), file));
    }

    private static void configure(Log log, Function<LoggerContext, Appender<ILoggingEvent>> appender) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var level = level(log.level());
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(level);
        root.addAppender(appender.apply(context));
        var quiet = level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN;
        NOISY.forEach(name -> context.getLogger(name).setLevel(quiet));
        context.getLogger(TALKATIVE).setLevel(level.isGreaterOrEqual(Level.INFO) ? Level.OFF : level);
    }

    private static Appender<ILoggingEvent> stderr(LoggerContext context, Log.Format format) {
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setTarget("System.err");
        return started(appender, context, format);
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Log.Format format, Path file) {
        var appender = new FileAppender<ILoggingEvent>();
        appender.setFile(file.toString());
        return started(appender, context, format);
    }

    private static Appender<ILoggingEvent> started(
            OutputStreamAppender<ILoggingEvent> appender, LoggerContext context, Log.Format format) {
        var layout = layout(format);
        layout.setContext(context);
        layout.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    static Layout<ILoggingEvent> layout(Log.Format format) {
        return switch (format) {
            case TEXT -> new TextLayout();
            case JSON -> new JsonLayout();
        };
    }

    private static Level level(Log.Level level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            case WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }
}
