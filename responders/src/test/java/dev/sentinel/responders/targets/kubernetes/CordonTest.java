package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.v1.FieldChange;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An edit of one object, on the simplest there is; what holds here holds for every edit. */
final class CordonTest {
    private final Ground ground = Ground.open();
    private final Action cordon = new Editing(new Cordon(), ground.cluster, ground.clock);
    private final Action uncordon = new Editing(new Uncordon(), ground.cluster, ground.clock);
    private final Order order = order(cordon, ref("kubernetes.node", "", "agent-1"));

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void lives_through() throws NoAnswer {
        ground.livesThrough(
                cordon,
                uncordon,
                order,
                () -> ground.get(Kinds.NODE, "", "agent-1").path("spec"));
        ground.livesThrough(
                cordon,
                uncordon,
                order,
                () -> ground.get(Kinds.NODE, "", "agent-1").path("spec"));
    }

    @Test
    void the_rehearsal_says_what_would_change() throws NoAnswer {
        assertThat(cordon.rehearse(order))
                .containsExactly(FieldChange.newBuilder()
                        .setPath("spec.unschedulable")
                        .setValue("true")
                        .build());
    }

    @Test
    void the_operation_is_written_beside_the_act() {
        Ground.done(cordon, order);

        assertThat(Ground.text(ground.get(Kinds.NODE, "", "agent-1"), "metadata", "annotations", "sentinel.io/op-key"))
                .isEqualTo("inc-1/step-1/7");
    }

    @Test
    void a_node_that_was_made_anew_is_another_one() throws NoAnswer {
        Order old = order(
                cordon,
                ref("kubernetes.node", "", "agent-1").toBuilder()
                        .setUid("of-another-one")
                        .build());

        assertThat(cordon.observe(old).standing()).isEqualTo(Sight.Standing.GONE);
        assertThat(cordon.execute(old, KEY))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, each -> assertThat(each.guard()).isEqualTo("target-unchanged"));
        assertThatThrownBy(() -> cordon.rehearse(old)).hasMessageContaining("of-another-one");
        assertThat(ground.get(Kinds.NODE, "", "agent-1").path("spec").has("unschedulable"))
                .isFalse();
    }

    @Test
    void what_looks_like_a_path_is_no_name() {
        for (String name : new String[] {"..", "agent-1/status", "a?dryRun=All", "", "-a"}) {
            assertThat(cordon.execute(order(cordon, ref("kubernetes.node", "", name)), KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isFalse());
        }
    }

    @Test
    void what_is_forbidden_names_the_permission() {
        ground.api.trouble().forbid(Kinds.NODE);

        assertThat(cordon.execute(order, KEY)).isInstanceOfSatisfying(Outcome.Failed.class, each -> {
            assertThat(each.passing()).isFalse();
            assertThat(each.reason()).contains("forbids to get nodes (403)");
        });
        assertThatThrownBy(() -> cordon.observe(order))
                .isInstanceOfSatisfying(
                        NoAnswer.class, each -> assertThat(each.why()).isEqualTo(NoAnswer.Why.FORBIDDEN));
    }

    @Test
    void an_api_that_cannot_be_asked_has_done_nothing() {
        ground.api.trouble().refuse(Kinds.NODE, Refused.Reason.UNAVAILABLE, 1);

        assertThat(cordon.execute(order, KEY))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, each -> assertThat(each.passing()).isTrue());
    }

    @Test
    void an_api_that_does_not_answer_a_look_in_time_has_done_nothing() {
        try (Ground slow = Ground.impatient(Duration.ofMillis(400))) {
            slow.api.trouble().slow(Duration.ofSeconds(30));
            Action act = new Editing(new Cordon(), slow.cluster, slow.clock);

            assertThat(act.execute(order, KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isTrue());
        }
    }
}
