package dev.sentinel.responders.targets.kubernetes;

import static dev.sentinel.responders.targets.Ground.ref;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sentinel.lab.world.Kinds;
import dev.sentinel.lab.world.Refused;
import dev.sentinel.lab.world.Tree;
import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.situation.Workload;
import dev.sentinel.responders.targets.Ground;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ClusterSurveyTest {
    private final Ground ground = Ground.open();
    private final ClusterSurvey survey = new ClusterSurvey("test", ground.cluster, "longhorn-system", ground.clock);

    @AfterEach
    void close() {
        ground.close();
    }

    @Test
    void reads_nodes_volumes_and_writers() throws NoAnswer {
        String db = ground.runs("db");
        String tsdb = ground.prometheus("k8s");

        Situation situation = survey.look();

        assertThat(situation.unread()).isEmpty();
        assertThat(situation.cluster()).isEqualTo("test");
        assertThat(situation.readAt()).isEqualTo(ground.stage.now());
        assertThat(situation.settings()).containsEntry("replica-auto-balance", "disabled");
        assertThat(situation.machines()).hasSize(3);

        Machine machine = situation.machine("agent-1").orElseThrow();
        assertThat(machine.ready()).isTrue();
        assertThat(machine.readySince()).isPresent();
        assertThat(machine.createdAt()).isEqualTo(Ground.BEGIN);
        assertThat(machine.bootId()).isNotEmpty();
        assertThat(machine.storage().orElseThrow().allowScheduling()).isTrue();
        assertThat(machine.storage().orElseThrow().disks()).hasSize(1).allMatch(Machine.Disk::ready);
        assertThat(machine.instanceManagers())
                .hasSize(1)
                .allMatch(each -> each.running() && each.startedAt().isPresent());

        Volume volume = situation.volume(db).orElseThrow();
        assertThat(volume.state()).isEqualTo(Volume.State.ATTACHED);
        assertThat(volume.robustness()).isEqualTo(Volume.Robustness.HEALTHY);
        assertThat(volume.sizeBytes()).isEqualTo(1L << 30);
        assertThat(volume.wantedReplicas()).isEqualTo(3);
        assertThat(volume.replicas())
                .hasSize(3)
                .allMatch(Replica::isSafeAlone)
                .allMatch(each -> each.mode() == Replica.Mode.READS_AND_WRITES);
        assertThat(volume.engine().orElseThrow().running()).isTrue();
        assertThat(volume.tickets()).singleElement().asString().startsWith("csi-attacher/");
        assertThat(volume.claim()).contains(new Volume.Claim("apps", "data-db-0", db));

        Workload writer =
                situation.workload("kubernetes.statefulset", "apps", "db").orElseThrow();
        assertThat(writer.wanted()).contains(1);
        assertThat(writer.running()).isEqualTo(1);
        assertThat(writer.owner()).isEmpty();
        assertThat(writer.gitOps()).isEmpty();
        assertThat(writer.pods()).containsExactly("db-0");
        assertThat(writer.claims()).extracting(Volume.Claim::persistentVolume).containsExactly(db);

        Workload prometheus = situation
                .workload("kubernetes.statefulset", "monitoring", "prometheus-k8s")
                .orElseThrow();
        assertThat(prometheus.owner().orElseThrow().toBuilder().setUid("").build())
                .isEqualTo(ref("monitoring.prometheus", "monitoring", "k8s"));
        assertThat(prometheus.claims())
                .extracting(Volume.Claim::persistentVolume)
                .containsExactly(tsdb);
    }

    @Test
    void a_writer_that_was_stopped_still_has_its_claims() throws NoAnswer {
        String db = ground.runs("db");
        ground.change(Kinds.STATEFUL_SET, "apps", "db", each -> Tree.set(each, 0, "spec", "replicas"));
        ground.passes(Duration.ofMinutes(2));

        Situation situation = survey.look();

        Workload writer =
                situation.workload("kubernetes.statefulset", "apps", "db").orElseThrow();
        assertThat(writer.wanted()).contains(0);
        assertThat(writer.running()).isZero();
        assertThat(writer.pods()).isEmpty();
        assertThat(writer.claims()).extracting(Volume.Claim::persistentVolume).containsExactly(db);
        assertThat(situation.volume(db).orElseThrow().state()).isEqualTo(Volume.State.DETACHED);
    }

    @Test
    void a_replica_that_is_filled_shows_how_far_it_is() throws NoAnswer {
        String db = ground.runs("db");
        String broken = ground.all(Kinds.LH_REPLICA).stream()
                .filter(each -> Ground.text(each, "spec", "volumeName").equals(db))
                .map(each -> Ground.text(each, "metadata", "name"))
                .findFirst()
                .orElseThrow();
        ground.happens("fail replica " + broken);

        for (int seconds = 0; seconds < 600 && !isRebuilding(db); seconds++) {
            ground.passes(Duration.ofSeconds(1));
        }
        Volume volume = survey.look().volume(db).orElseThrow();

        assertThat(volume.robustness()).isEqualTo(Volume.Robustness.DEGRADED);
        assertThat(volume.degradedAt()).isPresent();
        Volume.Rebuild rebuild = volume.engine().orElseThrow().rebuilds().getFirst();
        assertThat(volume.replicas())
                .filteredOn(each -> each.name().equals(rebuild.replica()))
                .singleElement()
                .matches(each -> each.mode() == Replica.Mode.WRITES_ONLY && !each.isSafeAlone());
    }

    @Test
    void who_restores_from_git_is_named_while_it_heals() throws NoAnswer {
        ground.prometheus("k8s");
        ground.argo(
                "monitoring",
                Tree.of(
                        "group",
                        "monitoring.coreos.com",
                        "kind",
                        "Prometheus",
                        "namespace",
                        "monitoring",
                        "name",
                        "k8s"));
        assertThat(gitOps()).contains("argocd/argocd/monitoring");

        ground.change(
                Kinds.APPLICATION,
                "argocd",
                "monitoring",
                each -> Tree.branch(each, "spec", "syncPolicy").remove("automated"));
        assertThat(gitOps()).isEmpty();
    }

    private boolean isRebuilding(String volume) {
        for (var each :
                ground.longhorn(Kinds.LH_ENGINE, volume + "-e-0").path("status").path("rebuildStatus")) {
            if (Tree.flag(each, "isRebuilding")) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> gitOps() throws NoAnswer {
        return survey.look()
                .workload("kubernetes.statefulset", "monitoring", "prometheus-k8s")
                .orElseThrow()
                .gitOps();
    }

    @Test
    void what_is_forbidden_is_named_and_the_rest_is_read() throws NoAnswer {
        ground.runs("db");
        ground.api.trouble().forbid(Kinds.LH_REPLICA);
        ground.api.trouble().forbid(Kinds.PROMETHEUS);

        Situation situation = survey.look();

        assertThat(situation.isKnown("replicas.longhorn.io")).isFalse();
        assertThat(situation.isKnown("volumes.longhorn.io")).isTrue();
        assertThat(situation.unread())
                .extracting(Situation.Unread::what)
                .containsExactly("replicas.longhorn.io", "prometheuses.monitoring.coreos.com");
        assertThat(situation.unread().getFirst().why())
                .contains("forbids to list replicas.longhorn.io in longhorn-system");
        assertThat(situation.volumes())
                .singleElement()
                .matches(each -> each.replicas().isEmpty());
    }

    @Test
    void what_breaks_is_named_and_the_rest_is_read() throws NoAnswer {
        ground.api.trouble().refuse(Kinds.POD, Refused.Reason.INTERNAL, 1);

        assertThat(survey.look().unread()).extracting(Situation.Unread::what).containsExactly("pods");
    }

    @Test
    void more_than_the_limit_is_unread() throws NoAnswer {
        ground.runs("db");
        Situation situation = new ClusterSurvey("test", ground.cluster, "longhorn-system", ground.clock, 3).look();

        assertThat(situation.machines()).hasSize(3);
        assertThat(situation.isKnown("nodes")).isTrue();
        assertThat(situation.unread())
                .filteredOn(each -> each.what().equals("settings.longhorn.io"))
                .singleElement()
                .matches(each -> each.why().contains("more than 3"));
    }

    @Test
    void an_api_that_fails_at_everything_gives_no_answer() {
        ground.api.trouble().refuse(Refused.Reason.UNAVAILABLE, Long.MAX_VALUE);

        assertThatThrownBy(survey::look)
                .isInstanceOfSatisfying(
                        NoAnswer.class, each -> assertThat(each.why()).isEqualTo(NoAnswer.Why.BROKEN));
    }

    @Test
    void an_api_that_is_gone_gives_no_answer() {
        URI gone = ground.api.uri();
        ground.api.close();
        try (Cluster cluster =
                new Cluster(new Connection.Address(gone, Optional.empty(), Optional.empty()), Duration.ofSeconds(5))) {
            assertThatThrownBy(new ClusterSurvey("test", cluster, "longhorn-system", ground.clock)::look)
                    .isInstanceOfSatisfying(
                            NoAnswer.class, each -> assertThat(each.why()).isEqualTo(NoAnswer.Why.UNREACHABLE));
        }
    }
}
