package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.targets.Ground;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ScaleWorkloadTest {
    private static final Arguments NONE = Arguments.none().with("replicas", 0);
    private static final Ref SET = ref("kubernetes.statefulset", "monitoring", "prometheus-k8s");

    private final Ground ground = Ground.open();
    private final Action scale = new Editing(new ScaleWorkload(), ground.cluster, ground.clock);

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void lives_through_on_a_set_of_nobody() throws NoAnswer {
        ground.runs("db");
        ground.livesThrough(
                scale,
                scale,
                order(scale, ref("kubernetes.statefulset", "apps", "db"), NONE),
                () -> ground.get(Kinds.STATEFUL_SET, "apps", "db").path("spec"));
    }

    @Test
    void lives_through_on_the_resource_of_the_operator() throws NoAnswer {
        ground.prometheus("k8s");
        ground.livesThrough(
                scale,
                scale,
                order(scale, SET, NONE),
                () -> ground.get(Kinds.PROMETHEUS, "monitoring", "k8s").path("spec"));
    }

    @Test
    void a_number_that_was_not_there_is_not_there_again() throws NoAnswer {
        ground.prometheus("k8s");
        ground.change(
                Kinds.PROMETHEUS,
                "monitoring",
                "k8s",
                each -> Tree.branch(each, "spec").remove("replicas"));
        Order order = order(scale, SET, NONE);

        assertThat(scale.observe(order).wayBack().orElseThrow().getArgumentsList())
                .containsExactlyElementsOf(Arguments.none().with("absent", true).all());
        ground.livesThrough(
                scale,
                scale,
                order,
                () -> ground.get(Kinds.PROMETHEUS, "monitoring", "k8s").path("spec"));
        assertThat(ground.get(Kinds.PROMETHEUS, "monitoring", "k8s")
                        .path("spec")
                        .has("replicas"))
                .isFalse();
    }

    @Test
    void the_operator_stops_what_it_is_told_to() throws NoAnswer {
        ground.prometheus("k8s");

        Ground.done(scale, order(scale, SET, NONE));
        ground.passes(Duration.ofMinutes(12));

        assertThat(scale.observe(order(scale, SET, NONE)).target().getFactsMap())
                .containsEntry("replicas", "0")
                .containsEntry("running", "0")
                .containsEntry("by", "prometheuses.monitoring.coreos.com/k8s in monitoring");
    }

    @Test
    void the_operator_would_put_back_what_is_written_past_it() throws NoAnswer {
        ground.prometheus("k8s");
        ground.change(
                Kinds.STATEFUL_SET, "monitoring", "prometheus-k8s", each -> Tree.set(each, 0, "spec", "replicas"));
        assertThat(Ground.text(ground.get(Kinds.STATEFUL_SET, "monitoring", "prometheus-k8s"), "spec", "replicas"))
                .isEqualTo("1");
    }

    @Test
    void while_the_operator_keeps_its_hands_off_the_set_itself_is_written() throws NoAnswer {
        ground.prometheus("k8s");
        ground.change(Kinds.PROMETHEUS, "monitoring", "k8s", each -> Tree.set(each, true, "spec", "paused"));

        ground.livesThrough(
                scale,
                scale,
                order(scale, SET, NONE),
                () -> ground.get(Kinds.STATEFUL_SET, "monitoring", "prometheus-k8s")
                        .path("spec"));
        assertThat(Ground.text(ground.get(Kinds.PROMETHEUS, "monitoring", "k8s"), "spec", "replicas"))
                .isEqualTo("1");
    }

    @Test
    void what_a_strange_operator_runs_is_left_alone_until_the_operator_is_stopped() throws NoAnswer {
        ground.runs("db");
        ground.change(
                Kinds.STATEFUL_SET,
                "apps",
                "db",
                each -> Tree.set(
                        each,
                        Tree.list(Tree.of(
                                "apiVersion", "example.org/v1",
                                "kind", "Database",
                                "name", "db",
                                "uid", "d-1",
                                "controller", true)),
                        "metadata",
                        "ownerReferences"));
        ground.stage.play(any -> ground.world.create(
                Kinds.DEPLOYMENT,
                Tree.of(
                        "metadata", Tree.of("name", "operator", "namespace", "apps"),
                        "spec", Tree.of("replicas", 1, "template", Tree.of("spec", Tree.of())))));
        Ref set = ref("kubernetes.statefulset", "apps", "db");
        Arguments named = NONE.with("operator", ref("kubernetes.deployment", "apps", "operator"));

        assertThat(scale.execute(order(scale, set, NONE), KEY)).isInstanceOfSatisfying(Outcome.Refused.class, each -> {
            assertThat(each.guard()).isEqualTo("other-actor");
            assertThat(each.reason()).contains("Database db");
        });
        assertThat(scale.execute(order(scale, set, named), KEY)).isInstanceOf(Outcome.Refused.class);

        Ground.done(scale, order(scale, ref("kubernetes.deployment", "apps", "operator"), NONE));
        ground.passes(Duration.ofMinutes(1));
        Ground.done(scale, order(scale, set, named));
    }

    @Test
    void only_one_way_of_saying_how_many_is_taken() throws NoAnswer {
        ground.runs("db");
        Ref set = ref("kubernetes.statefulset", "apps", "db");
        for (Arguments bad : new Arguments[] {
            Arguments.none(),
            Arguments.none().with("replicas", -1),
            Arguments.none().with("replicas", 1_000_000),
            NONE.with("absent", true)
        }) {
            assertThat(scale.execute(order(scale, set, bad), KEY))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            each -> assertThat(each.passing()).isFalse());
        }
    }

    @Test
    void what_git_says_comes_back_while_nobody_stops_it() throws NoAnswer {
        ground.runs("db");
        ground.argo("apps", Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db"));
        Order order = order(scale, ref("kubernetes.statefulset", "apps", "db"), NONE);

        Ground.done(scale, order);
        ground.passes(Duration.ofSeconds(10));

        assertThat(scale.observe(order).target().getFactsMap()).containsEntry("replicas", "1");
    }
}
