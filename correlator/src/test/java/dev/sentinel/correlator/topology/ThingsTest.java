package dev.sentinel.correlator.topology;

import static dev.sentinel.correlator.topology.Facts.node;
import static dev.sentinel.correlator.topology.Facts.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.v1.Ref;
import org.junit.jupiter.api.Test;

final class ThingsTest {

    private final Topology topology = new Topology(new Topology.Limits(20_000, 10));

    @Test
    void things_are_numbered_as_they_come_and_keep_their_number() {
        assertThat(topology.thing(node("a"))).isZero();
        assertThat(topology.thing(node("b"))).isEqualTo(1);
        assertThat(topology.thing(node("a"))).isZero();
        assertThat(topology.size()).isEqualTo(2);
        assertThat(topology.kind(1)).isEqualTo("kubernetes.node");
        assertThat(topology.ref(1)).isEqualTo(node("b"));
    }

    @Test
    void kind_namespace_and_name_each_make_another_thing() {
        var pod = pod("a");
        assertThat(topology.thing(pod)).isZero();
        assertThat(topology.thing(node("a"))).isEqualTo(1);
        assertThat(topology.thing(pod.toBuilder().setNamespace("x").build())).isEqualTo(2);
        assertThat(topology.thing(pod.toBuilder().setNamespace("y").build())).isEqualTo(3);
    }

    @Test
    void things_whose_hashes_are_equal_stay_apart() {
        // "Aa" and "BB" have the same hash
        assertThat(topology.thing(node("AaAa"))).isZero();
        assertThat(topology.thing(node("BBBB"))).isEqualTo(1);
        assertThat(topology.thing(node("AaBB"))).isEqualTo(2);
        assertThat(topology.thing(node("BBBB"))).isEqualTo(1);
    }

    @Test
    void the_uid_makes_no_other_thing_and_the_newest_is_remembered() {
        var a = node("a");
        topology.thing(a.toBuilder().setUid("one").build());
        topology.thing(a.toBuilder().setUid("two").build());
        topology.thing(a);
        topology.thing(a.toBuilder().setUid("u".repeat(200)).build());
        assertThat(topology.size()).isEqualTo(1);
        assertThat(topology.ref(0).getUid()).isEqualTo("two");
    }

    @Test
    void many_things_are_found_again() {
        for (int i = 0; i < 20_000; i++) {
            assertThat(topology.thing(pod("pod-" + i))).isEqualTo(i);
        }
        for (int i = 0; i < 20_000; i++) {
            assertThat(topology.thing(pod("pod-" + i))).isEqualTo(i);
        }
        assertThat(topology.thingsRefused()).isZero();
    }

    @Test
    void one_thing_too_many_is_refused_and_counted_and_the_others_are_still_known() {
        var small = new Topology(new Topology.Limits(2, 10));
        small.thing(node("a"));
        small.thing(node("b"));
        assertThat(small.thing(node("c"))).isEqualTo(Topology.NONE);
        assertThat(small.thing(node("b"))).isEqualTo(1);
        assertThat(small.thingsRefused()).isEqualTo(1);
        assertThat(small.size()).isEqualTo(2);
    }

    @Test
    void one_kind_too_many_is_refused() {
        for (int i = 0; i <= Things.MOST_KINDS; i++) {
            topology.thing(Facts.ref("kind" + i, "a"));
        }
        assertThat(topology.size()).isEqualTo(Things.MOST_KINDS);
        assertThat(topology.thingsRefused()).isEqualTo(1);
    }

    @Test
    void references_that_break_the_contract_are_refused() {
        assertThat(topology.thing(Ref.getDefaultInstance())).isEqualTo(Topology.NONE);
        assertThat(topology.thing(Facts.ref("", "a"))).isEqualTo(Topology.NONE);
        assertThat(topology.thing(node("n".repeat(254)))).isEqualTo(Topology.NONE);
        assertThat(topology.thing(
                        node("a").toBuilder().setNamespace("n".repeat(254)).build()))
                .isEqualTo(Topology.NONE);
        assertThat(topology.thingsRefused()).isEqualTo(4);
    }

    @Test
    void a_number_that_was_never_given_is_a_mistake() {
        assertThatThrownBy(() -> topology.ref(0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> topology.kind(Topology.NONE)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void people_read_the_last_word_of_the_kind() {
        assertThat(RefText.of(node("agent-4"))).isEqualTo("node agent-4");
        assertThat(RefText.of(Facts.volume("pvc-c6c1475a"))).isEqualTo("volume pvc-c6c1475a");
        assertThat(RefText.of(Facts.ref("prometheus.server", "prometheus-0").toBuilder()
                        .setNamespace("monitoring")
                        .build()))
                .isEqualTo("server monitoring/prometheus-0");
        assertThat(RefText.of(Facts.ref("kubernetes.persistent_volume_claim", "data")))
                .isEqualTo("persistent volume claim data");
        assertThat(RefText.of(Facts.ref("odd.", "a"))).isEqualTo("a");
    }
}
