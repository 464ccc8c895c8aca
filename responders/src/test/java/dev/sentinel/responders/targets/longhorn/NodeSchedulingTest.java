package dev.sentinel.responders.targets.longhorn;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.lab.world.longhorn.Names;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.responders.targets.kubernetes.Editing;
import dev.sentinel.v1.FieldChange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NodeSchedulingTest {
    private final Ground ground = Ground.open();
    private final Action off = new Editing(new NodeSchedulingOff(Names.NAMESPACE), ground.cluster, ground.clock);
    private final Action on = new Editing(new NodeSchedulingOn(Names.NAMESPACE), ground.cluster, ground.clock);
    private final Order order = order(off, ref("longhorn.node", "", "agent-3"));

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void lives_through() throws NoAnswer {
        ground.livesThrough(
                off, on, order, () -> ground.longhorn(Kinds.LH_NODE, "agent-3").path("spec"));
    }

    @Test
    void the_rehearsal_says_what_would_change() throws NoAnswer {
        assertThat(off.rehearse(order))
                .containsExactly(FieldChange.newBuilder()
                        .setPath("spec.allowScheduling")
                        .setPreviousValue("true")
                        .setValue("false")
                        .build());
    }

    @Test
    void a_node_whose_disks_are_still_being_taken_in_is_asked_later() {
        ground.change(
                Kinds.LH_NODE, Names.NAMESPACE, "agent-3", each -> Tree.set(each, Tree.of(), "status", "diskStatus"));
        var outcome = off.execute(order, KEY);

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, each -> {
            assertThat(each.reason()).contains("being syncing");
            assertThat(each.passing()).isTrue();
        });
    }

    @Test
    void a_node_that_is_being_emptied_takes_no_replicas() {
        ground.change(Kinds.LH_NODE, Names.NAMESPACE, "agent-3", each -> {
            Tree.set(each, false, "spec", "allowScheduling");
            Tree.set(each, true, "spec", "evictionRequested");
        });

        assertThat(on.execute(order(on, order.target()), KEY))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, each -> assertThat(each.guard()).isEqualTo("eviction"));
    }
}
