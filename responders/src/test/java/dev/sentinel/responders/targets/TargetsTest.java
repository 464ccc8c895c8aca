package dev.sentinel.responders.targets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.responders.actions.Action;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Catalog;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Order;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.targets.kubernetes.KubernetesActions;
import dev.sentinel.responders.targets.longhorn.LonghornActions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TargetsTest {
    // Nobody answers there, and nobody is asked: what is refused here is refused before.
    private final dev.sentinel.responders.targets.kubernetes.Cluster cluster =
            Ground.at(URI.create("http://127.0.0.1:1"), Duration.ofSeconds(1));
    private final List<Action> actions = KubernetesActions.of(cluster, () -> Instant.EPOCH);
    private final Catalog catalog = Targets.catalog(List.of(new Targets.Site("east", actions)));

    @AfterEach
    void close() {
        cluster.close();
    }

    private String refusal(String cluster, String action, String kind, Arguments arguments) {
        Action found = catalog.find(action).orElseThrow();
        Order order = new Order(cluster, action, Ground.ref(kind, "a", "b"), arguments);
        assertThatThrownBy(() -> found.observe(order))
                .isInstanceOfSatisfying(
                        NoAnswer.class, each -> assertThat(each.passing()).isFalse());
        assertThatThrownBy(() -> found.rehearse(order)).isInstanceOf(NoAnswer.class);
        Outcome outcome = found.execute(order, Ground.KEY);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class, each -> assertThat(each.passing()).isFalse());
        return ((Outcome.Failed) outcome).reason();
    }

    @Test
    void an_order_for_a_cluster_that_is_not_connected_goes_nowhere() {
        assertThat(refusal("west", "kubernetes.node.cordon", "kubernetes.node", Arguments.none()))
                .contains("cannot be done in \"west\"");
    }

    @Test
    void an_order_for_another_kind_of_thing_goes_nowhere() {
        assertThat(refusal("east", "kubernetes.node.cordon", "longhorn.node", Arguments.none()))
                .contains("not done to a longhorn.node");
    }

    @Test
    void an_order_with_other_arguments_goes_nowhere() {
        assertThat(refusal(
                        "east",
                        "kubernetes.node.cordon",
                        "kubernetes.node",
                        Arguments.none().with("force", true)))
                .contains("takes no \"force\"");
        assertThat(refusal(
                        "east",
                        "kubernetes.workload.scale",
                        "kubernetes.statefulset",
                        Arguments.none().with("replicas", "0")))
                .contains("\"replicas\" must be a INTEGER");
        assertThat(refusal("east", "prometheus.startup_budget.raise", "monitoring.prometheus", Arguments.none()))
                .contains("needs \"seconds\"");
    }

    @Test
    void each_cluster_has_hands_of_its_own() {
        try (Ground other = Ground.open()) {
            Catalog both = Targets.catalog(List.of(
                    new Targets.Site("east", actions),
                    new Targets.Site("west", KubernetesActions.of(other.cluster, other.clock))));
            Action cordon = both.find("kubernetes.node.cordon").orElseThrow();

            assertThat(cordon.execute(
                            new Order(
                                    "west",
                                    "kubernetes.node.cordon",
                                    Ground.ref("kubernetes.node", "", "agent-1"),
                                    Arguments.none()),
                            Ground.KEY))
                    .isInstanceOf(Outcome.Done.class);
        }
    }

    @Test
    void the_same_act_in_the_same_cluster_is_there_once() {
        assertThatThrownBy(() ->
                        Targets.catalog(List.of(new Targets.Site("east", actions), new Targets.Site("east", actions))))
                .hasMessageContaining("in two ways");
    }

    @Test
    void nothing_is_done_without_a_permission_that_is_named() {
        List<Action> all = LonghornActions.of(cluster, "longhorn-system", () -> Instant.EPOCH);

        assertThat(all).allMatch(each -> !each.declaration().permission().isEmpty());
        assertThat(actions).allMatch(each -> !each.declaration().permission().isEmpty());
    }
}
