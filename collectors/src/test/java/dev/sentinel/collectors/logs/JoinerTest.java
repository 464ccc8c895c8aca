package dev.sentinel.collectors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Hostile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JoinerTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");

    @Test
    void the_parts_of_a_long_line_become_one() {
        assertThat(joined(cri("P", "abc"), cri("P", "def"), cri("F", "ghi"), cri("F", "next")))
                .containsExactly("abcdefghi", "next");
    }

    @Test
    void a_stack_trace_stays_with_the_line_that_says_what_happened() {
        assertThat(joined(
                        cri("F", "panic: boom"),
                        cri("F", ""),
                        cri("F", "goroutine 1 [running]:"),
                        cri("F", "main.main()"),
                        cri("F", "\t/src/main.go:12 +0x1d"),
                        cri("F", "level=info msg=next")))
                .containsExactly(
                        "panic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/src/main.go:12 +0x1d",
                        "level=info msg=next");
    }

    @Test
    void lines_that_only_follow_each_other_are_not_joined() {
        assertThat(joined(
                        cri("F", "{\"message\":\"x\"}"),
                        cri("F", "executing filesystem command: mkfs.ext4 -m 0 /dev/sdb"),
                        cri("F", "I1009 22:03:09.074452       1 x.go:1] y")))
                .hasSize(3);
    }

    @Test
    void an_endless_entry_is_cut_and_says_so() {
        Joiner joiner = new Joiner();
        for (int i = 0; i < 10_000; i++) {
            assertThat(joiner.add(cri("P", "x".repeat(1000)), NOW)).isEmpty();
        }

        List<Entry> entries = joiner.add(cri("F", "end"), NOW);
        entries = entries.isEmpty() ? joiner.flush(NOW.plus(Joiner.PATIENCE)) : entries;
        assertThat(entries).singleElement().satisfies(entry -> {
            assertThat(entry.cut()).isTrue();
            assertThat(entry.line().length()).isLessThanOrEqualTo(Entry.LONGEST);
        });
    }

    @Test
    void nothing_waits_longer_than_its_patience() {
        Joiner joiner = new Joiner();
        joiner.add(cri("P", "half"), NOW);

        assertThat(joiner.flush(NOW.plusMillis(1999))).isEmpty();
        assertThat(joiner.flush(NOW.plusSeconds(2))).extracting(Entry::line).containsExactly("half");
    }

    private static List<String> joined(Entry... entries) {
        Joiner joiner = new Joiner();
        List<Entry> done = new ArrayList<>();
        for (Entry each : entries) {
            done.addAll(joiner.add(each, NOW));
        }
        done.addAll(joiner.flush(NOW.plusSeconds(5)));
        return done.stream().map(Entry::line).toList();
    }

    private static Entry cri(String tag, String line) {
        return Envelope.CRI.open(Hostile.utf8("2026-02-21T12:00:00Z stderr " + tag + " " + line));
    }
}
