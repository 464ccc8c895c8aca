package dev.sentinel.proto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Sequence;
import dev.sentinel.v1.Source;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {
    private static final Instant THEN = Instant.parse("2026-02-21T00:00:00.123Z");
    private static final byte[] CONTENT = "replica r-1 failed".getBytes(UTF_8);

    @Test
    void makes_a_uuid_of_version_7_that_begins_with_the_time() {
        UUID id = UUID.fromString(EventIds.of(THEN, CONTENT));

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(THEN.toEpochMilli());
    }

    @Test
    void is_the_same_in_every_release() {
        assertThat(EventIds.of(THEN, CONTENT)).isEqualTo("019c7d7e-fc7b-7d57-98e4-e868dd77b32c");
    }

    @Test
    void differs_with_the_time_and_with_the_content() {
        assertThat(EventIds.of(THEN, CONTENT))
                .isNotEqualTo(EventIds.of(THEN.plusMillis(1), CONTENT))
                .isNotEqualTo(EventIds.of(THEN, "replica r-2 failed".getBytes(UTF_8)));
    }

    @Test
    void sorts_by_time_as_text() {
        assertThat(EventIds.of(THEN, CONTENT)).isLessThan(EventIds.of(THEN.plusMillis(1), CONTENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "+10889-08-02T05:31:50.656Z"})
    void refuses_times_that_do_not_fit(String time) {
        assertThatThrownBy(() -> EventIds.of(Instant.parse(time), CONTENT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("look at the clock of the source");
    }

    @Test
    void holds_the_first_and_the_last_time_that_fit() {
        assertThat(EventIds.of(Instant.EPOCH, CONTENT)).startsWith("00000000-0000-7");
        assertThat(EventIds.of(Instant.ofEpochMilli((1L << 48) - 1), CONTENT)).startsWith("ffffffff-ffff-7");
    }

    @Test
    void gives_a_fact_seen_twice_the_same_id() {
        Event seen = ContractTest.heartbeat().build();
        Event seenAgain = seen.toBuilder()
                .setId("01912d68-783e-7000-8000-00000000ffff")
                .setSequence(Sequence.newBuilder().setEpoch(2).setNumber(7))
                .setObservedAt(Timestamps.fromSeconds(1_700_000_999))
                .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .setSource(seen.getSource().toBuilder().setInstance("k3s-agent-5"))
                .build();

        assertThat(EventIds.of(seenAgain)).isEqualTo(EventIds.of(seen));
    }

    @Test
    void gives_another_fact_another_id() {
        Event seen = ContractTest.heartbeat().build();

        assertThat(EventIds.of(seen))
                .isNotEqualTo(EventIds.of(seen.toBuilder().setCluster("prod").build()))
                .isNotEqualTo(EventIds.of(seen.toBuilder()
                        .setSource(Source.newBuilder().setCollector("kubernetes"))
                        .build()))
                .isNotEqualTo(EventIds.of(seen.toBuilder()
                        .setOccurredAt(Timestamps.fromSeconds(1_700_000_015))
                        .build()));
    }

    @Test
    void does_not_depend_on_the_order_in_which_a_map_was_filled() {
        Event one = ContractTest.heartbeat()
                .setCustom(Custom.newBuilder().setName("x").putFields("a", "1").putFields("b", "2"))
                .build();
        Event other = ContractTest.heartbeat()
                .setCustom(Custom.newBuilder().setName("x").putFields("b", "2").putFields("a", "1"))
                .build();

        assertThat(EventIds.of(one)).isEqualTo(EventIds.of(other));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "019c7d8e-8c00-4abc-8def-0123456789ab",
                "019c7d8e-8c00-7abc-7def-0123456789ab",
                "019C7D8E-8C00-7ABC-8DEF-0123456789AB",
                "019c7d8e8c007abc8def0123456789ab",
                "019c7d8e-8c00-7abc-8def-0123456789ab\n",
                "{019c7d8e-8c00-7abc-8def-0123456789ab}"
            })
    void does_not_take_other_texts_for_ids(String text) {
        assertThat(EventIds.isValid(text)).isFalse();
    }

    @Test
    void takes_its_own_ids() {
        assertThat(EventIds.isValid(EventIds.of(THEN, CONTENT))).isTrue();
        assertThat(EventIds.isValid("019c7d8e-8c00-7abc-bdef-0123456789ab")).isTrue();
    }
}
