package dev.sentinel.responders.targets.longhorn;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Kind;
import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LonghornActionsTest {
    private final Ground ground = Ground.open();
    private String volume = "";

    @BeforeEach
    void runs() {
        volume = ground.runs("db");
    }

    @AfterEach
    void close() {
        ground.close();
    }

    private Action action(String name) {
        return LonghornActions.of(ground.cluster, Names.NAMESPACE, ground.clock).stream()
                .filter(each -> each.declaration().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void livesThrough(String act, String back, Ref target, Arguments arguments, Kind kind, String name)
            throws NoAnswer {
        ground.livesThrough(action(act), action(back), order(action(act), target, arguments), () -> {
            var object = ground.longhorn(kind, name);
            return kind.equals(Kinds.LH_SETTING) ? object.path("value") : object.path("spec");
        });
    }

    private String refused(String act, Ref target) {
        Outcome outcome = action(act).execute(order(action(act), target), KEY);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused) outcome).guard();
    }

    private Ref volumeRef() {
        return ref("longhorn.volume", Names.NAMESPACE, volume);
    }

    private String disk(String node) {
        return ground.longhorn(Kinds.LH_NODE, node)
                .path("status")
                .path("diskStatus")
                .properties()
                .iterator()
                .next()
                .getValue()
                .path("diskUUID")
                .asText();
    }

    private void isOff(String node) {
        ground.change(Kinds.LH_NODE, Names.NAMESPACE, node, each -> Tree.set(each, false, "spec", "allowScheduling"));
    }

    private void stopped() {
        ground.change(Kinds.STATEFUL_SET, "apps", "db", each -> Tree.set(each, 0, "spec", "replicas"));
        ground.passes(Duration.ofMinutes(2));
    }

    @Test
    void scheduling_on_a_disk_lives_through_by_uuid_and_by_place() throws NoAnswer {
        String name = ground.longhorn(Kinds.LH_NODE, "agent-1")
                .path("spec")
                .path("disks")
                .fieldNames()
                .next();
        for (String disk : new String[] {disk("agent-1"), "agent-1/" + name}) {
            livesThrough(
                    "longhorn.disk.scheduling.off",
                    "longhorn.disk.scheduling.on",
                    ref("longhorn.disk", "", disk),
                    Arguments.none(),
                    Kinds.LH_NODE,
                    "agent-1");
        }
    }

    @Test
    void a_disk_that_nobody_has_is_gone() throws NoAnswer {
        Action off = action("longhorn.disk.scheduling.off");

        assertThat(off.observe(order(off, ref("longhorn.disk", "", "no-such-disk")))
                        .standing())
                .isEqualTo(Sight.Standing.GONE);
    }

    @Test
    void balancing_of_a_volume_lives_through() throws NoAnswer {
        livesThrough(
                "longhorn.volume.auto_balance.off",
                "longhorn.volume.auto_balance.restore",
                volumeRef(),
                Arguments.none(),
                Kinds.LH_VOLUME,
                volume);
    }

    @Test
    void settings_live_through() throws NoAnswer {
        ground.change(
                Kinds.LH_SETTING,
                Names.NAMESPACE,
                "replica-auto-balance",
                each -> Tree.set(each, "best-effort", "value"));
        livesThrough(
                "longhorn.setting.auto_balance",
                "longhorn.setting.auto_balance",
                ref("longhorn.setting", "", "replica-auto-balance"),
                Arguments.none().with("value", "disabled"),
                Kinds.LH_SETTING,
                "replica-auto-balance");
        livesThrough(
                "longhorn.setting.auto_salvage",
                "longhorn.setting.auto_salvage",
                ref("longhorn.setting", "", "auto-salvage"),
                Arguments.none().with("value", "false"),
                Kinds.LH_SETTING,
                "auto-salvage");
        livesThrough(
                "longhorn.setting.auto_delete_pod",
                "longhorn.setting.auto_delete_pod",
                ref("longhorn.setting", "", "auto-delete-pod-when-volume-detached-unexpectedly"),
                Arguments.none().with("value", "false"),
                Kinds.LH_SETTING,
                "auto-delete-pod-when-volume-detached-unexpectedly");
    }

    @Test
    void no_other_setting_is_touched_and_no_other_value_taken() {
        Action salvage = action("longhorn.setting.auto_salvage");
        for (var bad : new Object[][] {{"default-data-path", "false"}, {"auto-salvage", "perhaps"}}) {
            assertThat(salvage.execute(
                            order(
                                    salvage,
                                    ref("longhorn.setting", "", bad[0].toString()),
                                    Arguments.none().with("value", bad[1].toString())),
                            KEY))
                    .isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void emptying_lives_through_where_every_copy_has_a_good_one_elsewhere() throws NoAnswer {
        isOff("agent-1");
        livesThrough(
                "longhorn.node.eviction.on",
                "longhorn.node.eviction.off",
                ref("longhorn.node", "", "agent-1"),
                Arguments.none(),
                Kinds.LH_NODE,
                "agent-1");
    }

    @Test
    void a_node_that_takes_new_copies_is_not_emptied() {
        assertThat(refused("longhorn.node.eviction.on", ref("longhorn.node", "", "agent-1")))
                .isEqualTo("scheduling");
        assertThat(refused("longhorn.disk.eviction.on", ref("longhorn.disk", "", disk("agent-1"))))
                .isEqualTo("scheduling");
    }

    @Test
    void the_last_good_copy_is_not_moved() {
        isOff("agent-1");
        ground.all(Kinds.LH_REPLICA).stream()
                .filter(each -> !Ground.text(each, "spec", "nodeID").equals("agent-1"))
                .forEach(each -> ground.change(
                        Kinds.LH_REPLICA,
                        Names.NAMESPACE,
                        Ground.text(each, "metadata", "name"),
                        replica -> Tree.set(replica, "2026-01-01T00:00:30Z", "spec", "failedAt")));

        assertThat(refused("longhorn.node.eviction.on", ref("longhorn.node", "", "agent-1")))
                .isEqualTo("last-healthy-copy");
    }

    @Test
    void nothing_is_emptied_while_nothing_is_rebuilt() {
        isOff("agent-1");
        ground.change(
                Kinds.LH_SETTING,
                Names.NAMESPACE,
                "concurrent-replica-rebuild-per-node-limit",
                each -> Tree.set(each, "0", "value"));

        assertThat(refused("longhorn.node.eviction.on", ref("longhorn.node", "", "agent-1")))
                .isEqualTo("rebuilds-off");
    }

    @Test
    void a_disk_is_emptied_and_left_again() throws NoAnswer {
        ground.change(
                Kinds.LH_NODE,
                Names.NAMESPACE,
                "agent-1",
                each -> each.path("spec")
                        .path("disks")
                        .properties()
                        .forEach(disk -> Tree.set(each, false, "spec", "disks", disk.getKey(), "allowScheduling")));
        livesThrough(
                "longhorn.disk.eviction.on",
                "longhorn.disk.eviction.off",
                ref("longhorn.disk", "", disk("agent-1")),
                Arguments.none(),
                Kinds.LH_NODE,
                "agent-1");
    }

    @Test
    void a_volume_in_use_is_not_held() {
        assertThat(refused("longhorn.volume.hold", volumeRef())).isEqualTo("detached");
    }

    @Test
    void a_volume_at_rest_is_held_and_let_go() throws NoAnswer {
        stopped();
        Action hold = action("longhorn.volume.hold");
        var order = order(hold, volumeRef(), Arguments.none().with("reason", "inc-7"));

        Sight before = hold.observe(order);
        assertThat(hold.rehearse(order))
                .singleElement()
                .matches(each -> each.getPath().equals("metadata.annotations.sentinel.io/held")
                        && each.getValue().equals("inc-7"));
        Ground.done(hold, order);

        assertThat(hold.observe(order).standing()).isEqualTo(Sight.Standing.AS_ORDERED);
        assertThat(hold.observe(order).target().getFactsMap())
                .containsEntry("held", "inc-7")
                .containsEntry("state", "detached")
                .containsEntry("tickets", "");
        Ground.done(action("longhorn.volume.let_go"), Ground.back(action("longhorn.volume.let_go"), before));
        assertThat(hold.observe(order).target().getFactsMap()).containsExactly(Map.entry("held", ""));
    }

    @Test
    void a_hold_that_somebody_broke_no_longer_counts() throws NoAnswer {
        stopped();
        Action hold = action("longhorn.volume.hold");
        var order = order(hold, volumeRef());
        Ground.done(hold, order);

        ground.change(Kinds.STATEFUL_SET, "apps", "db", each -> Tree.set(each, 1, "spec", "replicas"));
        ground.passes(Duration.ofMinutes(1));

        Sight sight = hold.observe(order);
        assertThat(sight.standing()).isEqualTo(Sight.Standing.OTHERWISE);
        assertThat(sight.target().getFactsMap()).containsEntry("state", "attached");
        assertThat(sight.target().getFactsOrThrow("tickets")).startsWith("csi-attacher/");
        assertThat(refused("longhorn.volume.hold", volumeRef())).isEqualTo("detached");
    }

    @Test
    void a_volume_that_longhorn_would_attach_by_itself_is_not_held() {
        stopped();
        isOff("agent-1");
        ground.change(
                Kinds.LH_NODE, Names.NAMESPACE, "agent-1", each -> Tree.set(each, true, "spec", "evictionRequested"));

        assertThat(refused("longhorn.volume.hold", volumeRef())).isEqualTo("detached");
    }

    @Test
    void a_volume_that_longhorn_would_salvage_is_not_held() {
        ground.change(Kinds.LH_SETTING, Names.NAMESPACE, "auto-salvage", each -> Tree.set(each, "false", "value"));
        stopped();
        ground.all(Kinds.LH_REPLICA)
                .forEach(each -> ground.change(
                        Kinds.LH_REPLICA,
                        Names.NAMESPACE,
                        Ground.text(each, "metadata", "name"),
                        replica -> Tree.set(replica, "2026-01-01T00:02:30Z", "spec", "failedAt")));
        ground.change(Kinds.LH_SETTING, Names.NAMESPACE, "auto-salvage", each -> Tree.set(each, "true", "value"));
        assertThat(refused("longhorn.volume.hold", volumeRef())).isEqualTo("detached");
    }

    @Test
    void a_volume_is_looked_at() throws NoAnswer {
        Action look = action("longhorn.volume.observe");
        var order = order(look, volumeRef());

        assertThat(look.observe(order).target().getFactsMap())
                .containsEntry("state", "attached")
                .containsEntry("robustness", "healthy")
                .containsEntry("safeCopies", "3")
                .containsEntry("rebuilding", "0")
                .containsEntry("readOnly", "false")
                .containsEntry("engineRunning", "true");
        assertThat(look.rehearse(order)).isEmpty();
        assertThat(look.execute(order, KEY))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        each -> assertThat(each.observation()).contains("robustness is healthy"));
        assertThat(look.observe(order(look, ref("longhorn.volume", "", "pvc-none")))
                        .standing())
                .isEqualTo(Sight.Standing.GONE);
    }

    @Test
    void a_node_is_looked_at() throws NoAnswer {
        Action look = action("longhorn.node.observe");

        assertThat(look.observe(order(look, ref("longhorn.node", "", "agent-1")))
                        .target()
                        .getFactsMap())
                .containsEntry("allowScheduling", "true")
                .containsEntry("ready", "true")
                .containsEntry("readyDisks", "1")
                .containsEntry("scheduledReplicas", "1");
    }
}
