package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.KEY;
import static dev.sentinel.responders.targets.Ground.order;
import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class KubernetesActionsTest {
    private static final Ref PROMETHEUS = ref("monitoring.prometheus", "monitoring", "k8s");
    private static final Ref APPLICATION = ref("argoproj.application", "argocd", "apps");

    private final Ground ground = Ground.open();

    @AfterEach
    void close() {
        ground.close();
    }

    private Action action(String name) {
        return KubernetesActions.of(ground.cluster, ground.clock).stream()
                .filter(each -> each.declaration().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> facts(String look, Ref target) throws NoAnswer {
        return action(look).observe(order(action(look), target)).target().getFactsMap();
    }

    private JsonNode prometheus() {
        return ground.get(Kinds.PROMETHEUS, "monitoring", "k8s").path("spec");
    }

    @Test
    void pausing_an_operator_lives_through() throws NoAnswer {
        ground.prometheus("k8s");
        Action pause = action("kubernetes.operator.pause");
        ground.livesThrough(pause, action("kubernetes.operator.resume"), order(pause, PROMETHEUS), this::prometheus);
    }

    @Test
    void more_time_to_start_lives_through() throws NoAnswer {
        ground.prometheus("k8s");
        Action raise = action("prometheus.startup_budget.raise");
        Order order = order(raise, PROMETHEUS, Arguments.none().with("seconds", 3600));
        ground.livesThrough(raise, action("prometheus.startup_budget.restore"), order, this::prometheus);
        assertThat(raise.observe(order).target().getFactsMap()).containsEntry("maximumStartupDurationSeconds", "900");
    }

    @Test
    void time_to_start_is_never_taken_away() {
        ground.prometheus("k8s");
        Action raise = action("prometheus.startup_budget.raise");

        assertThat(raise.execute(order(raise, PROMETHEUS, Arguments.none().with("seconds", 600)), KEY))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, each -> assertThat(each.guard()).isEqualTo("startup-budget"));
        assertThat(raise.execute(order(raise, PROMETHEUS, Arguments.none().with("seconds", 5)), KEY))
                .isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void suspending_an_application_lives_through_and_keeps_its_policy_word_for_word() throws NoAnswer {
        ground.runs("db");
        ground.argo("apps", Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db"));
        Action suspend = action("gitops.suspend");
        Order order = order(suspend, APPLICATION);

        assertThat(suspend.observe(order).target().getFactsMap()).containsEntry("suspended", "false");
        ground.livesThrough(
                suspend,
                action("gitops.resume"),
                order,
                () -> ground.get(Kinds.APPLICATION, "argocd", "apps").path("spec"));
    }

    @Test
    void what_is_stopped_stays_stopped_while_git_is_suspended() throws NoAnswer {
        ground.runs("db");
        ground.argo("apps", Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db"));
        Action suspend = action("gitops.suspend");
        Action scale = action("kubernetes.workload.scale");
        Ref set = ref("kubernetes.statefulset", "apps", "db");

        Ground.done(suspend, order(suspend, APPLICATION));
        Ground.done(scale, order(scale, set, Arguments.none().with("replicas", 0)));
        ground.passes(Duration.ofMinutes(2));

        assertThat(facts("kubernetes.workload.observe", set))
                .containsEntry("replicas", "0")
                .containsEntry("running", "0");
    }

    @Test
    void an_application_that_is_made_by_a_set_of_them_is_left_alone() {
        ground.runs("db");
        ground.argo("apps", Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db"));
        ground.change(
                Kinds.APPLICATION,
                "argocd",
                "apps",
                each -> Tree.set(
                        each,
                        Tree.list(Tree.of("kind", "ApplicationSet", "name", "all", "controller", true, "uid", "s")),
                        "metadata",
                        "ownerReferences"));
        Action suspend = action("gitops.suspend");

        assertThat(suspend.execute(order(suspend, APPLICATION), KEY))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class, each -> assertThat(each.guard()).isEqualTo("other-actor"));
    }

    @Test
    void only_a_policy_is_written_as_a_policy() {
        ground.runs("db");
        ground.argo("apps", Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db"));
        Action resume = action("gitops.resume");
        for (String bad : new String[] {"", "[]", "{\"prune\":\"yes\"}", "{\"source\":{}}", "nonsense"}) {
            assertThat(resume.execute(
                            order(resume, APPLICATION, Arguments.none().with("policy", bad)), KEY))
                    .isInstanceOf(Outcome.Failed.class);
        }
    }

    @Test
    void pods_claims_and_attachments_are_looked_at() throws NoAnswer {
        String volume = ground.runs("db");
        String node = Ground.text(ground.get(Kinds.POD, "apps", "db-0"), "spec", "nodeName");
        String attachment = Ground.text(ground.all(Kinds.VOLUME_ATTACHMENT).getFirst(), "metadata", "name");

        assertThat(facts("kubernetes.pod.observe", ref("kubernetes.pod", "apps", "db-0")))
                .containsEntry("phase", "Running")
                .containsEntry("node", node)
                .containsEntry("ready", "true")
                .containsEntry("restarts", "0")
                .containsEntry("ending", "false");
        assertThat(facts(
                        "kubernetes.persistent_volume_claim.observe",
                        ref("kubernetes.persistent_volume_claim", "apps", "data-db-0")))
                .containsEntry("phase", "Bound")
                .containsEntry("volume", volume)
                .containsEntry("attachedTo", node);
        assertThat(facts("kubernetes.volume_attachment.observe", ref("kubernetes.volume_attachment", "", attachment)))
                .containsEntry("attached", "true")
                .containsEntry("node", node)
                .containsEntry("persistentVolume", volume);
        assertThat(facts("kubernetes.workload.observe", ref("kubernetes.statefulset", "apps", "db")))
                .containsEntry("ready", "1");
    }
}
