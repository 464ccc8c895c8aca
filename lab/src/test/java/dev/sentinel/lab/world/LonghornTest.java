package dev.sentinel.lab.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.world.cluster.Cluster;
import dev.sentinel.lab.world.longhorn.Longhorn;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.lab.world.longhorn.Salvage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LonghornTest {

    private final Small small = new Small(1, Map.of());
    private final World world = small.world;

    @Test
    void a_claim_becomes_an_attached_healthy_volume_with_three_replicas_on_three_nodes() {
        String volume = small.runs("db", "2Gi");

        assertThat(volume).startsWith("pvc-");
        assertThat(small.volume(volume, "state")).isEqualTo("attached");
        assertThat(small.volume(volume, "robustness")).isEqualTo("healthy");
        assertThat(small.replicas(volume))
                .extracting(each -> Tree.text(each, "spec", "nodeID"))
                .containsExactlyInAnyOrder("agent-1", "agent-2", "agent-3");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.FINE);
        assertThat(Tree.text(small.pod("db-0"), "status", "phase")).isEqualTo("Running");
    }

    @Test
    void a_claim_waits_for_nodes_that_still_fetch_the_engine_and_is_filled_when_they_have_it() {
        Cluster fresh = Cluster.found(1, Small.BEGIN, Disks.none(), Map.of());
        List.of("agent-1", "agent-2", "agent-3").forEach(node -> fresh.joins(node, Map.of()));
        var unused = fresh.runs("apps", "db", "db", 1, "2Gi");
        fresh.world().advance(Small.BEGIN.plusSeconds(20));
        assertThat(fresh.world().store().all(Kinds.LH_REPLICA))
                .noneMatch(each -> Tree.text(each, "status", "currentState").equals("running"));

        fresh.world().advance(Small.BEGIN.plusSeconds(180));

        assertThat(fresh.world().store().all(Kinds.LH_REPLICA))
                .hasSize(3)
                .allMatch(each -> Tree.text(each, "status", "currentState").equals("running"));
    }

    @Test
    void a_failed_replica_degrades_its_volume_and_is_rebuilt_with_progress() {
        String volume = small.runs("db", "20Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");
        String other = List.of("agent-1", "agent-2", "agent-3").stream()
                .filter(each -> !each.equals(node))
                .findFirst()
                .orElseThrow();
        String replica = Small.name(small.replicaOn(volume, other).orElseThrow());

        small.happens("fail replica " + replica);

        assertThat(small.volume(volume, "robustness")).isEqualTo("degraded");
        assertThat(Tree.text(small.get(Kinds.LH_REPLICA, Names.NAMESPACE, replica), "spec", "failedAt"))
                .isNotEmpty();
        assertThat(small.events(volume)).contains("Degraded Normal volume %s became degraded".formatted(volume));
        assertThat(small.events(volume + "-e-0"))
                .anyMatch(each -> each.startsWith("Faulted Warning Detected replica " + replica));
        assertThat(small.log(Longhorn.instanceManagerOn(node), "instance-manager"))
                .anyMatch(each ->
                        each.startsWith("[%s-e-0] time=".formatted(volume)) && each.contains("Setting replica tcp://"));

        assertThat(small.within(
                        Duration.ofMinutes(2),
                        it -> it.engine(volume)
                                .path("status")
                                .path("rebuildStatus")
                                .toString()
                                .contains("\"progress\":")))
                .isTrue();
        assertThat(Tree.text(small.engine(volume), "status", "replicaModeMap", replica))
                .isEqualTo("WO");
        assertThat(Tree.text(small.get(Kinds.LH_REPLICA, Names.NAMESPACE, replica), "spec", "healthyAt"))
                .isEmpty();
        small.passes(Duration.ofSeconds(60));
        assertThat(small.engine(volume)
                        .path("status")
                        .path("rebuildStatus")
                        .findValue("progress")
                        .asInt())
                .isBetween(1, 99);

        assertThat(small.within(
                        Duration.ofMinutes(10),
                        it -> it.volume(volume, "robustness").equals("healthy")))
                .isTrue();
        assertThat(small.events(volume)).contains("Healthy Normal volume %s became healthy".formatted(volume));
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.FINE);
    }

    @Test
    void a_crashed_instance_manager_takes_its_engines_and_replicas_and_its_maps_are_empty() {
        String volume = small.runs("db", "2Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");
        String manager = Longhorn.instanceManagerOn(node);

        small.happens("crash instance-manager on " + node);

        assertThat(small.volume(volume, "robustness")).isEqualTo("faulted");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.EIO);
        assertThat(Tree.at(small.get(Kinds.LH_INSTANCE_MANAGER, Names.NAMESPACE, manager), "status", "instanceEngines"))
                .isEmpty();
        assertThat(small.events(volume))
                .anyMatch(each -> each.startsWith("DetachedUnexpectedly Warning Engine of volume"));

        // The volume comes back, the workload's pod is deleted so that it mounts anew, and then all is well.
        assertThat(small.within(
                        Duration.ofMinutes(5),
                        it -> it.volume(volume, "robustness").equals("healthy")
                                && world.devices().io(volume) == VolumeIo.FINE))
                .isTrue();
        assertThat(small.events(volume)).anyMatch(each -> each.startsWith("Remount Normal"));
        assertThat(world.devices().find(volume).orElseThrow().formats()).isEqualTo(1);
    }

    @Test
    void without_the_deletion_of_pods_a_workload_stays_on_a_read_only_mount() {
        small.happens("set auto-delete-pod-when-volume-detached-unexpectedly to false");
        String volume = small.runs("db", "2Gi");

        small.happens("fail engine of " + volume);
        small.passes(Duration.ofMinutes(2));

        assertThat(small.volume(volume, "state")).isEqualTo("attached");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.READ_ONLY);
        assertThat(small.engine(volume).path("status").path("conditions").toString())
                .contains("\"type\":\"FilesystemReadOnly\",\"status\":\"True\"");
        assertThat(Tree.text(small.pod("db-0"), "status", "phase")).isEqualTo("Running");
    }

    @Test
    void auto_balance_pulls_replicas_onto_a_new_node() {
        small.happens("set replica-auto-balance to best-effort");
        String first = small.runs("one", "1Gi");
        String second = small.runs("two", "1Gi");
        String third = small.runs("three", "1Gi");

        small.happens("join node agent-4");

        assertThat(small.within(
                        Duration.ofMinutes(5),
                        it -> List.of(first, second, third).stream()
                                        .filter(each ->
                                                it.replicaOn(each, "agent-4").isPresent())
                                        .count()
                                >= 2))
                .isTrue();
        small.passes(Duration.ofMinutes(5));
        assertThat(List.of(first, second, third)).allSatisfy(volume -> {
            assertThat(small.volume(volume, "robustness")).isEqualTo("healthy");
            assertThat(small.replicas(volume)).hasSize(3);
        });
    }

    @Test
    void a_new_node_gets_nothing_before_it_has_the_engine_image() {
        small.happens("set replica-auto-balance to best-effort");
        List<String> volumes = List.of(small.runs("one", "1Gi"), small.runs("two", "1Gi"), small.runs("three", "1Gi"));

        small.happens("join node agent-4");
        small.passes(Duration.ofSeconds(35));

        assertThat(volumes)
                .allSatisfy(each -> assertThat(small.replicaOn(each, "agent-4")).isEmpty());
    }

    @Test
    void a_node_shut_out_gets_no_replicas() {
        small.happens("set replica-auto-balance to best-effort");
        small.happens("set create-default-disk-labeled-nodes to true");
        String volume = small.runs("one", "1Gi");
        small.runs("two", "1Gi");
        small.runs("three", "1Gi");

        small.happens("join node agent-4");
        small.passes(Duration.ofMinutes(10));

        assertThat(small.replicaOn(volume, "agent-4")).isEmpty();
    }

    @Test
    void all_replicas_lost_means_eio_and_auto_salvage_revives_those_of_the_last_minute() {
        String volume = small.runs("db", "40Gi");
        List<String> names = small.replicas(volume).stream().map(Small::name).toList();

        small.happens("fail replica " + names.get(0));
        small.happens("set concurrent-replica-rebuild-per-node-limit to 0");
        small.passes(Duration.ofMinutes(5));
        small.happens("fail replica " + names.get(1));
        small.happens("set auto-salvage to false");
        small.happens("fail replica " + names.get(2));

        assertThat(small.volume(volume, "robustness")).isEqualTo("faulted");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.EIO);
        small.passes(Duration.ofMinutes(1));
        assertThat(small.volume(volume, "state")).isEqualTo("detached");
        assertThat(small.volume(volume, "robustness")).isEqualTo("faulted");

        small.happens("set auto-salvage to true");
        assertThat(small.events(volume))
                .contains(
                        "AutoSalvaged Warning Replica %s of volume %s will be automatically salvaged"
                                .formatted(names.get(1), volume),
                        "AutoSalvaged Warning Replica %s of volume %s will be automatically salvaged"
                                .formatted(names.get(2), volume));
        assertThat(small.events(volume)).noneMatch(each -> each.contains("Replica %s of".formatted(names.get(0))));
        assertThat(small.within(
                        Duration.ofMinutes(2),
                        it -> it.volume(volume, "robustness").equals("degraded")))
                .isTrue();
    }

    @Test
    void salvage_by_hand_needs_a_detached_faulted_volume_and_disks_that_take_replicas() {
        String volume = small.runs("db", "1Gi");
        List<String> names = small.replicas(volume).stream().map(Small::name).toList();

        assertThatThrownBy(() -> Salvage.byHand(world, volume, names))
                .hasMessageStartingWith("invalid volume state to salvage");

        small.happens("set auto-salvage to false");
        names.forEach(each -> small.happens("fail replica " + each));
        small.passes(Duration.ofSeconds(30));
        assertThatThrownBy(() -> Salvage.byHand(world, volume, List.of("another-r-1")))
                .hasMessageContaining("doesn't belong to volume");
        String node = Tree.text(small.replicas(volume).getFirst(), "spec", "nodeID");
        small.happens("fail disk on " + node);
        assertThatThrownBy(() -> Salvage.byHand(world, volume, names.subList(0, 1)))
                .hasMessageContaining("is unschedulable");
        small.happens("mend disk on " + node);
        Salvage.byHand(world, volume, names);
        assertThat(small.within(
                        Duration.ofMinutes(2),
                        it -> it.volume(volume, "robustness").equals("healthy")))
                .isTrue();
    }

    @Test
    void a_volume_that_seems_blank_is_formatted_when_it_is_staged_again() {
        String volume = small.runs("db", "1Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");
        String plugin = world.store().all(Kinds.POD).stream()
                .filter(each -> Small.name(each).startsWith("longhorn-csi-plugin")
                        && Tree.text(each, "spec", "nodeName").equals(node))
                .map(Small::name)
                .findFirst()
                .orElseThrow();

        small.happens("blank volume " + volume);
        small.happens("cordon node " + otherThan(node, 0));
        small.happens("cordon node " + otherThan(node, 1));
        small.happens("delete pod apps/db-0");
        small.passes(Duration.ofMinutes(1));

        assertThat(world.devices().find(volume).orElseThrow().formats()).isEqualTo(2);
        assertThat(small.log(plugin, "longhorn-csi-plugin"))
                .anyMatch(each -> each.startsWith(
                        "Disk \"/dev/longhorn/%s\" appears to be unformatted, attempting to format as type:"
                                .formatted(volume)));
    }

    @Test
    void a_lost_node_makes_its_replicas_fail_after_the_timeout_and_longhorn_waits_before_it_replaces_them() {
        String volume = small.runs("db", "1Gi");
        String lost = otherThan(Tree.text(small.pod("db-0"), "spec", "nodeName"), 0);

        small.happens("stop node " + lost);
        small.passes(Duration.ofSeconds(30));
        assertThat(small.volume(volume, "robustness")).isEqualTo("healthy");
        assertThat(small.within(
                        Duration.ofMinutes(2),
                        it -> it.volume(volume, "robustness").equals("degraded")))
                .isTrue();

        small.happens("return node " + lost);
        assertThat(small.within(
                        Duration.ofMinutes(10),
                        it -> it.volume(volume, "robustness").equals("healthy")))
                .isTrue();
        assertThat(small.replicas(volume)).hasSize(3);
    }

    @Test
    void eviction_makes_one_more_replica_elsewhere_before_it_takes_one_away() {
        small.happens("join node agent-4");
        small.passes(Duration.ofMinutes(1));
        String volume = small.runs("db", "1Gi");
        String leaving = Tree.text(small.replicas(volume).getFirst(), "spec", "nodeID");
        Key node = new Key(Kinds.LH_NODE, Names.NAMESPACE, leaving);

        assertThatThrownBy(() -> world.store().change(node, each -> Tree.set(each, true, "spec", "evictionRequested")))
                .isInstanceOf(Refused.class)
                .hasMessageContaining("need to disable scheduling on node " + leaving);
        world.store().change(node, each -> {
            Tree.set(each, false, "spec", "allowScheduling");
            Tree.set(each, true, "spec", "evictionRequested");
        });
        world.settle();

        assertThat(small.within(
                        Duration.ofMinutes(5),
                        it -> it.replicaOn(volume, leaving).isEmpty()))
                .isTrue();
        assertThat(small.replicas(volume)).hasSize(3);
        assertThat(small.volume(volume, "robustness")).isEqualTo("healthy");
    }

    @Test
    void an_engine_deleted_under_its_workload_leaves_the_volume_creating_for_ever() {
        String volume = small.runs("db", "1Gi");

        world.delete(Names.engine(volume), 0);
        small.passes(Duration.ofMinutes(5));

        assertThat(small.volume(volume, "state")).isEqualTo("creating");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.EIO);
    }

    @Test
    void a_claim_that_goes_takes_its_volume_along() {
        String volume = small.runs("db", "1Gi");
        world.delete(new Key(Kinds.STATEFUL_SET, "apps", "db"), 0);
        small.passes(Duration.ofMinutes(1));
        world.delete(new Key(Kinds.CLAIM, "apps", "data-db-0"), 0);
        small.passes(Duration.ofMinutes(1));

        assertThat(world.store().find(Names.volume(volume))).isEmpty();
        assertThat(small.replicas(volume)).isEmpty();
        assertThat(world.devices().find(volume)).isEmpty();
    }

    @Test
    void an_orphan_does_not_change_and_goes_with_its_data() {
        Key orphan = small.cluster.create(
                Kinds.LH_ORPHAN,
                Tree.of(
                        "metadata", Tree.of("name", "orphan-1", "namespace", Names.NAMESPACE),
                        "spec", Tree.of("nodeID", "agent-1", "orphanType", "replica")));

        assertThatThrownBy(() -> world.store().change(orphan, each -> Tree.set(each, "agent-2", "spec", "nodeID")))
                .hasMessageContaining("immutable");
        world.delete(orphan, 0);
        world.settle();

        assertThat(world.store().find(orphan)).isEmpty();
    }

    private static String otherThan(String node, int index) {
        return List.of("agent-1", "agent-2", "agent-3").stream()
                .filter(each -> !each.equals(node))
                .toList()
                .get(index);
    }
}
