package dev.sentinel.collectors.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Recorded;
import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Refs;
import dev.sentinel.collectors.reading.Seen;
import dev.sentinel.collectors.reading.Witness;
import dev.sentinel.v1.EtcdSpaceExhausted;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateLimitTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");
    private static final Facts FACTS = new Facts(new Witness("berlin", "logs", "agent-4"));

    private final RateLimit limit = new RateLimit(FACTS, new RateLimit.Limits(2, Duration.ofMinutes(1), 3));

    @Test
    void the_first_go_through_and_the_rest_is_counted() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            events.addAll(admit("a", "server-0", i));
        }
        assertThat(events).hasSize(2).noneMatch(Event::hasLogSuppressed);

        assertThat(limit.tick(NOW.plusSeconds(60))).singleElement().satisfies(event -> {
            Recorded.isSound(event);
            assertThat(event.getLogSuppressed().getLineCount()).isEqualTo(8);
            assertThat(event.getLogSuppressed().getSignature()).isEqualTo("a");
            assertThat(event.getSubject().getName()).isEqualTo("server-0");
        });
        assertThat(admit("a", "server-0", 61)).hasSize(1);
    }

    @Test
    void sources_and_signatures_do_not_take_each_others_room() {
        admit("a", "server-0", 0);
        admit("a", "server-0", 0);

        assertThat(admit("a", "server-1", 0)).hasSize(1);
        assertThat(admit("b", "server-0", 0)).hasSize(1);
    }

    @Test
    void what_was_counted_is_told_also_when_its_place_is_needed_or_the_end_comes() {
        for (int i = 0; i < 3; i++) {
            admit("a", "server-0", 0);
        }
        admit("b", "server-0", 0);
        admit("c", "server-0", 0);

        assertThat(admit("d", "server-0", 1))
                .filteredOn(Event::hasLogSuppressed)
                .hasSize(1);
        for (int i = 0; i < 3; i++) {
            admit("d", "server-0", 2);
        }
        assertThat(limit.close(NOW.plusSeconds(3)))
                .filteredOn(Event::hasLogSuppressed)
                .hasSize(1);
    }

    private List<Event> admit(String signature, String source, int second) {
        Ref ref = Refs.of("etcd.member", source);
        Instant now = NOW.plusSeconds(second);
        Event event = FACTS.event(Seen.now(now), Severity.SEVERITY_INFO, ref, EtcdSpaceExhausted.getDefaultInstance());
        return limit.admit(signature, ref, "line", event, now);
    }
}
