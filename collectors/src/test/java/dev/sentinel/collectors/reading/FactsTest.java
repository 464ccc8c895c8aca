package dev.sentinel.collectors.reading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.collectors.Recorded;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.HostTsdbInvariantViolated;
import dev.sentinel.v1.KernelBlockIoFailed;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.Severity;
import dev.sentinel.v1.TsdbInvariant;
import java.time.Instant;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FactsTest {
    private static final Instant NOW = Instant.parse("2026-02-21T12:00:00Z");

    private final Facts facts = new Facts(new Witness("berlin", "kernel", "agent-4"));

    @Test
    void whatever_a_source_writes_fits_the_contract() {
        String text = "😀\uD800\0\u001b{".repeat(5_000);
        Event event = facts.event(
                Seen.now(NOW),
                Severity.SEVERITY_ERROR,
                Refs.of("kubernetes.node", text),
                Collections.nCopies(100, Refs.node("n")),
                KernelBlockIoFailed.newBuilder()
                        .setDevice(text)
                        .setMessage(text)
                        .build());

        Recorded.isSound(event);
        assertThat(event.getRelatedCount()).isEqualTo(64);
        assertThat(event.getKernelBlockIoFailed().getMessage()).doesNotContain("\0", "\u001b", "\uD800\uFFFD");
    }

    @Test
    void lists_and_maps_fit_too() {
        HostTsdbInvariantViolated.Builder violated = HostTsdbInvariantViolated.newBuilder()
                .setInvariant(TsdbInvariant.TSDB_INVARIANT_FIRST_SEGMENT_ZERO)
                .setPath("/p");
        IntStream.range(0, 200).forEach(i -> violated.addLeftovers("x".repeat(1000)));
        Custom.Builder custom = Custom.newBuilder().setName("a.b");
        IntStream.range(0, 200).forEach(i -> custom.putFields("k" + i + "y".repeat(500), "v".repeat(5_000)));

        Recorded.isSound(facts.event(Seen.now(NOW), Severity.SEVERITY_INFO, Refs.node("n"), violated.build()));
        Recorded.isSound(facts.event(Seen.now(NOW), Severity.SEVERITY_INFO, Refs.node("n"), custom.build()));
    }

    @Test
    void the_same_fact_has_the_same_id_whoever_reads_it_and_when() {
        Ref node = Refs.node("n");
        KernelBlockIoFailed fact =
                KernelBlockIoFailed.newBuilder().setDevice("sdb").build();
        Event first = facts.event(new Seen(NOW, NOW), Severity.SEVERITY_ERROR, node, fact);
        Event again = new Facts(new Witness("berlin", "kernel", "another"))
                .event(new Seen(NOW, NOW.plusSeconds(9)), Severity.SEVERITY_ERROR, node, fact);

        assertThat(again.getId()).isEqualTo(first.getId());
    }

    @Test
    void times_are_read_with_any_offset() {
        assertThat(Times.parse("2026-02-21T13:00:00.5+01:00")).contains(NOW.plusMillis(500));
        assertThat(Times.parse("2026-02-21T13:00:00.5+0100")).contains(NOW.plusMillis(500));
        assertThat(Times.parse("2026-02-21 12:00:00")).isEmpty();
        assertThat(Times.parse("0001-01-01T00:00:00Z")).isEmpty();
    }
}
