package dev.sentinel.lab.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sentinel.lab.world.kubernetes.Conditions;
import dev.sentinel.lab.world.kubernetes.Health;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KubernetesTest {

    private final Small small = new Small(
            1,
            Map.of(
                    "replaying", (world, process) -> new Health.Starting("HTTP probe failed with statuscode: 503"),
                    "crashing", (world, process) -> new Health.Exits(2, "Error"),
                    "hanging",
                            (world, process) -> process.restarts() == 0
                                    ? new Health.Hung("connection refused")
                                    : new Health.Ready()));
    private final World world = small.world;

    @Test
    void a_machine_that_is_gone_makes_its_node_unknown_after_forty_seconds_and_ends_its_pods_after_five_minutes() {
        small.runs("db", "1Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");

        small.happens("stop node " + node);
        small.passes(Duration.ofSeconds(29));
        assertThat(ready(node)).isEqualTo("True");
        small.passes(Duration.ofSeconds(20));
        assertThat(ready(node)).isEqualTo("Unknown");
        assertThat(small.get(Kinds.NODE, "", node).path("spec").path("taints").toString())
                .contains("node.kubernetes.io/unreachable");

        small.passes(Duration.ofMinutes(6));
        assertThat(small.pod("db-0").path("metadata").has("deletionTimestamp")).isTrue();

        small.happens("return node " + node);
        small.passes(Duration.ofMinutes(3));
        assertThat(ready(node)).isEqualTo("True");
        assertThat(Tree.text(small.pod("db-0"), "status", "phase")).isEqualTo("Running");
    }

    @Test
    void a_reboot_gives_a_new_boot_id_and_restarts_what_ran() {
        small.runs("db", "1Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");
        String before = Tree.text(small.get(Kinds.NODE, "", node), "status", "nodeInfo", "bootID");

        small.happens("reboot node " + node);
        small.passes(Duration.ofMinutes(10));

        assertThat(Tree.text(small.get(Kinds.NODE, "", node), "status", "nodeInfo", "bootID"))
                .isNotEqualTo(before);
        assertThat(small.events(node)).anyMatch(each -> each.startsWith("Rebooted Warning"));
        assertThat(Conditions.is(small.pod("db-0"), "Ready")).isTrue();
    }

    @Test
    void the_pods_of_a_node_that_is_gone_are_removed_after_a_minute_and_made_anew_elsewhere() {
        small.runs("db", "1Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");
        String uid = Tree.text(small.pod("db-0"), "metadata", "uid");

        small.happens("remove node " + node);
        small.passes(Duration.ofSeconds(59));
        assertThat(Tree.text(small.pod("db-0"), "metadata", "uid")).isEqualTo(uid);
        small.passes(Duration.ofSeconds(1));
        assertThat(Tree.text(small.pod("db-0"), "metadata", "uid")).isNotEqualTo(uid);

        small.passes(Duration.ofMinutes(3));
        assertThat(Tree.text(small.pod("db-0"), "spec", "nodeName")).isNotEqualTo(node);
        assertThat(Conditions.is(small.pod("db-0"), "Ready")).isTrue();
        assertThat(world.store().all(Kinds.POD))
                .noneMatch(pod -> Tree.text(pod, "spec", "nodeName").equals(node));
    }

    @Test
    void the_pods_of_a_node_that_comes_back_in_time_stay() {
        Key pod = small.cluster.create(
                Kinds.POD,
                Tree.of(
                        "metadata", Tree.of("name", "bare", "namespace", "default"),
                        "spec", Tree.of("nodeName", "agent-1", "containers", Tree.list(Tree.of("name", "main")))));

        small.happens("remove node agent-1");
        small.passes(Duration.ofSeconds(50));
        small.happens("join node agent-1");
        small.passes(Duration.ofMinutes(2));

        assertThat(world.store().find(pod)).isPresent();
    }

    @Test
    void the_scheduler_places_by_what_is_free_and_not_by_what_was_stable() {
        small.happens("join node agent-4");
        small.passes(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            small.happens("sicken node agent-4");
            small.passes(Duration.ofMinutes(1));
            small.happens("return node agent-4");
            small.passes(Duration.ofMinutes(1));
        }

        small.cluster.runs("apps", "web", "web", 4, "1Gi");
        small.passes(Duration.ofMinutes(2));

        assertThat(List.of("web-0", "web-1", "web-2", "web-3"))
                .extracting(each -> Tree.text(small.pod(each), "spec", "nodeName"))
                .contains("agent-4");
    }

    @Test
    void a_program_that_starts_for_longer_than_its_probe_allows_is_killed_again_and_again() {
        small.runs("replaying", "1Gi");
        small.passes(Duration.ofMinutes(30));

        ObjectNode status = container("replaying-0");
        assertThat(Tree.number(status, 0, "restartCount")).isBetween(3L, 6L);
        assertThat(Tree.number(status, 0, "lastState", "terminated", "exitCode"))
                .isEqualTo(137);
        assertThat(small.events("replaying-0"))
                .contains(
                        "Unhealthy Warning Startup probe failed: HTTP probe failed with statuscode: 503",
                        "Killing Normal Container replaying failed startup probe, will be restarted");
    }

    @Test
    void a_crash_loop_backs_off_up_to_five_minutes() {
        small.runs("crashing", "1Gi");
        small.passes(Duration.ofMinutes(20));

        ObjectNode status = container("crashing-0");
        assertThat(Tree.text(status, "state", "waiting", "reason")).isEqualTo("CrashLoopBackOff");
        assertThat(Tree.text(status, "state", "waiting", "message"))
                .startsWith("back-off 300s restarting failed container=crashing");
        assertThat(Tree.number(status, 0, "restartCount")).isBetween(7L, 10L);
        assertThat(Tree.text(small.pod("crashing-0"), "status", "phase")).isEqualTo("Running");
    }

    @Test
    void a_program_that_hangs_is_restarted_by_its_liveness_probe() {
        small.runs("hanging", "1Gi");
        small.passes(Duration.ofMinutes(2));

        assertThat(Tree.number(container("hanging-0"), 0, "restartCount")).isEqualTo(1);
        assertThat(Conditions.is(small.pod("hanging-0"), "Ready")).isTrue();
    }

    @Test
    void the_operator_reverts_a_scale_by_hand_and_honours_zero_in_its_own_object() {
        Key prometheus = small.cluster.prometheus("monitoring", "k8s", "10Gi");
        small.passes(Duration.ofMinutes(1));
        assertThat(Tree.text(small.get(Kinds.POD, "monitoring", "prometheus-k8s-0"), "status", "phase"))
                .isEqualTo("Running");

        small.happens("scale statefulset monitoring/prometheus-k8s to 0");
        small.passes(Duration.ofMinutes(1));
        assertThat(Tree.number(small.get(Kinds.STATEFUL_SET, "monitoring", "prometheus-k8s"), -1, "spec", "replicas"))
                .isEqualTo(1);

        world.store().change(prometheus, each -> Tree.set(each, 0, "spec", "replicas"));
        small.passes(Duration.ofMinutes(1));
        assertThat(world.store().find(Kinds.POD, "monitoring", "prometheus-k8s-0"))
                .isEmpty();
        String volume = Small.name(world.store().all(Kinds.LH_VOLUME).iterator().next());
        assertThat(small.volume(volume, "state")).isEqualTo("detached");
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.ABSENT);
    }

    @Test
    void a_paused_prometheus_is_left_alone() {
        Key prometheus = small.cluster.prometheus("monitoring", "k8s", "10Gi");
        world.store().change(prometheus, each -> Tree.set(each, true, "spec", "paused"));
        small.passes(Duration.ofMinutes(1));

        small.happens("scale statefulset monitoring/prometheus-k8s to 0");
        small.passes(Duration.ofMinutes(1));

        assertThat(world.store().find(Kinds.POD, "monitoring", "prometheus-k8s-0"))
                .isEmpty();
    }

    @Test
    void git_ops_with_self_heal_undoes_what_people_change() {
        small.runs("db", "1Gi");
        ObjectNode resource = Tree.of("group", "apps", "kind", "StatefulSet", "namespace", "apps", "name", "db");
        Key application = small.cluster.create(
                Kinds.APPLICATION,
                Tree.of(
                        "metadata", Tree.of("name", "db", "namespace", "argocd"),
                        "spec", Tree.of("syncPolicy", Tree.of("automated", Tree.of("selfHeal", true))),
                        "status", Tree.of("resources", Tree.list(resource))));

        small.happens("scale statefulset apps/db to 0");
        assertThat(Tree.text(world.store().get(application), "status", "sync", "status"))
                .isEqualTo("OutOfSync");
        small.passes(Duration.ofSeconds(10));

        assertThat(Tree.number(small.get(Kinds.STATEFUL_SET, "apps", "db"), -1, "spec", "replicas"))
                .isEqualTo(1);
    }

    @Test
    void a_drain_moves_pods_and_their_volumes_and_breaks_nothing() {
        String volume = small.runs("db", "1Gi");
        String node = Tree.text(small.pod("db-0"), "spec", "nodeName");

        small.happens("upgrade node " + node);
        small.passes(Duration.ofMinutes(15));

        assertThat(Tree.text(small.pod("db-0"), "spec", "nodeName")).isNotEqualTo(node);
        assertThat(world.devices().io(volume)).isEqualTo(VolumeIo.FINE);
        assertThat(small.volume(volume, "robustness")).isEqualTo("healthy");
        assertThat(small.get(Kinds.NODE, "", node).path("spec").has("unschedulable"))
                .isFalse();
        assertThat(world.devices().find(volume).orElseThrow().formats()).isEqualTo(1);
    }

    @Test
    void events_go_an_hour_after_they_were_last_told() {
        small.passes(Duration.ofHours(3));

        assertThat(small.events("agent-1")).isEmpty();
    }

    private String ready(String node) {
        return Conditions.status(small.get(Kinds.NODE, "", node), "Ready");
    }

    private ObjectNode container(String pod) {
        return (ObjectNode)
                small.pod(pod).path("status").path("containerStatuses").get(0);
    }
}
