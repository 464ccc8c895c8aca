package dev.sentinel.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.config.SentinelConfig.Log;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

final class LogsTest {
    @Test
    void libraries_speak_only_of_trouble_while_we_speak_of_details() {
        Logs.configure(new Log(Log.Format.TEXT, Log.Level.DEBUG));

        assertThat(LoggerFactory.getLogger("dev.sentinel.x").isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger("io.netty.x").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("qpid.message.x").isInfoEnabled()).isFalse();
        assertThat(LoggerFactory.getLogger("com.zaxxer.hikari.x").isWarnEnabled())
                .isTrue();
    }

    @Test
    void libraries_never_speak_more_than_we_do() {
        Logs.configure(new Log(Log.Format.TEXT, Log.Level.ERROR));

        assertThat(LoggerFactory.getLogger("io.netty.x").isWarnEnabled()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ERROR,false,false", "WARN,false,false", "INFO,true,false", "DEBUG,true,false", "TRACE,true,true"})
    void every_level_means_what_it_says(Log.Level level, boolean info, boolean trace) {
        Logs.configure(new Log(Log.Format.JSON, level));

        assertThat(LoggerFactory.getLogger("dev.sentinel.x").isInfoEnabled()).isEqualTo(info);
        assertThat(LoggerFactory.getLogger("dev.sentinel.x").isTraceEnabled()).isEqualTo(trace);
    }
}
