package dev.sentinel.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How durations, sizes, addresses and near words are read and written. */
final class WordsTest {
    @ParameterizedTest
    @CsvSource({"500ms,500", "5s,5000", "1m30s,90000", "48h,172800000", "1d,86400000", "0s,0"})
    void reads_durations(String text, long millis) {
        assertThat(Durations.parse(text)).isEqualTo(Parsed.good(Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5 s", "5x", "s5", "1s1m", "-5s", "99999999s"})
    void refuses_what_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isInstanceOf(Parsed.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms", "5s", "1m30s", "2d", "0s", "1d2h3m4s5ms"})
    void writes_durations_as_it_reads_them(String text) {
        assertThat(Durations.parse(text).then(value -> Parsed.good(Durations.write(value))))
                .isEqualTo(Parsed.good(text));
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "1B,1", "1KB,1000", "1KiB,1024", "256MiB,268435456", "2 GiB,2147483648", "3TB,3000000000000"})
    void reads_sizes(String text, long bytes) {
        assertThat(Size.parse(text)).isEqualTo(Parsed.good(new Size(bytes)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "256", "256M", "MiB", "-1B", "1.5GiB", "1 0B"})
    void refuses_what_is_no_size(String text) {
        assertThat(Size.parse(text)).isInstanceOf(Parsed.Wrong.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0B", "1023,1023B", "1024,1KiB", "268435456,256MiB", "1099511627776,1TiB"})
    void writes_sizes_in_the_largest_whole_unit(long bytes, String text) {
        assertThat(new Size(bytes)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"db:5432,db,5432", "10.0.0.1:0,10.0.0.1,0", "[::1]:8484,::1,8484"})
    void reads_addresses_and_writes_them_alike(String text, String host, int port) {
        assertThat(HostPort.parse(text)).isEqualTo(Parsed.good(new HostPort(host, port)));
        assertThat(new HostPort(host, port)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"lvel,level", "levle,level", "levels,level", "formt,format"})
    void finds_the_word_that_was_meant(String typed, String meant) {
        assertThat(NearestWord.to(typed, List.of("format", "level"))).contains(meant);
    }

    @Test
    void does_not_guess_when_nothing_is_near() {
        assertThat(NearestWord.to("colour", List.of("format", "level"))).isEmpty();
    }
}
