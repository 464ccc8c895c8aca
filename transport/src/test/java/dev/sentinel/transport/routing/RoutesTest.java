package dev.sentinel.transport.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.proto.Kinds;
import dev.sentinel.transport.bus.Layout;
import dev.sentinel.v1.Alert;
import dev.sentinel.v1.Custom;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.KubernetesNodeJoined;
import dev.sentinel.v1.LonghornReplicaFailed;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {

    private static final Partitions PARTITIONS = Partitions.DEFAULT;

    @Test
    void a_key_says_cluster_kind_and_partition() {
        Event.Builder event = Event.newBuilder().setCluster("home");
        assertThat(key(event.setHeartbeat(Heartbeat.getDefaultInstance()))).isEqualTo("evt.home.heartbeat.p06");
        assertThat(key(event.setLonghornReplicaFailed(LonghornReplicaFailed.getDefaultInstance())))
                .isEqualTo("evt.home.longhorn.replica.failed.p06");
        assertThat(key(event.setCluster("edge_7"))).isEqualTo("evt.edge_7.longhorn.replica.failed.p02");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a.b", "*", "#", "-dash", "näh"})
    void a_cluster_that_is_no_word_of_a_topic_still_gets_a_key_in_its_partition(String cluster) {
        Event.Builder event = Event.newBuilder().setCluster(cluster).setCustom(Custom.getDefaultInstance());
        assertThat(key(event)).isEqualTo("evt.invalid.custom." + Partitions.label(PARTITIONS.of(cluster)));
    }

    @Test
    void an_event_without_a_detail_and_with_an_endless_cluster_still_gets_a_key_that_amqp_takes() {
        assertThat(key(Event.newBuilder().setCluster("x".repeat(1_000))))
                .startsWith("evt.invalid.unknown.p")
                .hasSizeLessThan(255);
        assertThat(key(Event.newBuilder().setCluster("x".repeat(63)))).startsWith("evt." + "x".repeat(63) + ".unknown");
        assertThat(key(Event.newBuilder().setCluster("x".repeat(64)))).startsWith("evt.invalid.");
    }

    @Test
    void every_key_reaches_the_queue_of_its_partition_and_no_other() {
        List<Layout.Queue> queues = Layout.sentinel(PARTITIONS).queues();
        for (String cluster : List.of("home", "lab", "k3s", "edge_7", "not a cluster")) {
            Event.Builder event = Event.newBuilder().setCluster(cluster).setHeartbeat(Heartbeat.getDefaultInstance());
            String queue = Routes.correlatorQueue(Partitions.label(PARTITIONS.of(cluster)));
            assertThat(queues)
                    .filteredOn(each -> each.exchange().equals(Routes.EVENTS)
                            && each.bindingKeys().stream().anyMatch(binding -> matches(binding, key(event))))
                    .extracting(Layout.Queue::name)
                    .containsExactly(queue);
        }
    }

    @Test
    void responders_hear_of_what_concerns_quarantines_and_waits_and_only_where_there_are_any() {
        Layout layout = Layout.sentinel(PARTITIONS);
        assertThat(layout.queues()).extracting(Layout.Queue::name).doesNotContain(Routes.RESPONDER_EVENTS);
        Layout.Queue queue = layout.withResponders().queues().stream()
                .filter(each -> each.name().equals(Routes.RESPONDER_EVENTS))
                .findFirst()
                .orElseThrow();
        assertThat(Kinds.all()).containsAll(Routes.RESPONDER_KINDS);
        Event.Builder joined =
                Event.newBuilder().setCluster("lab").setKubernetesNodeJoined(KubernetesNodeJoined.getDefaultInstance());
        Event.Builder heartbeat = Event.newBuilder().setCluster("lab").setHeartbeat(Heartbeat.getDefaultInstance());
        assertThat(queue.bindingKeys()).anyMatch(binding -> matches(binding, key(joined)));
        assertThat(queue.bindingKeys()).anyMatch(binding -> matches(binding, key(heartbeat)));
        Event.Builder alert = Event.newBuilder().setCluster("lab").setAlert(Alert.getDefaultInstance());
        assertThat(queue.bindingKeys()).noneMatch(binding -> matches(binding, key(alert)));
        assertThat(queue.bindingKeys()).doesNotHaveDuplicates();
    }

    private static String key(Event.Builder event) {
        return Routes.of(event.build(), PARTITIONS);
    }

    /** A topic binding: a star is one word, a hash any number of them. */
    private static boolean matches(String binding, String key) {
        String pattern = binding.replace(".", "\\.").replace("*", "[^.]+").replace("\\.#\\.", "\\.(.*\\.)?");
        return key.matches(pattern);
    }
}
