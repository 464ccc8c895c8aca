package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.quarantine.Gate;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.transport.routing.Routes;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.AddQuarantineRequest;
import dev.sentinel.v1.AddQuarantineResponse;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Heartbeat;
import dev.sentinel.v1.KubernetesNodeJoined;
import dev.sentinel.v1.ListQuarantinesRequest;
import dev.sentinel.v1.ListQuarantinesResponse;
import dev.sentinel.v1.LonghornInstanceManagerRestarted;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.QuarantineTrigger;
import dev.sentinel.v1.ReleaseQuarantineRequest;
import dev.sentinel.v1.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that joins, is kept out, is watched, and comes back. */
final class QuarantiningTest {

    private static final String RUNBOOK = """
            runbook: quarantine-it
            version: "1"
            title: "No new copies on {pivot}"
            summary: "Keeps a node out."
            answers: {patterns: ["*"], pivots: ["*"]}
            steps:
              - step: no-copies
                phase: stop
                action: longhorn.node.scheduling.off
                on: longhorn-node
                say: "no copies on {target}"
                expect: {say: "it is off", when: 'facts.allowScheduling == "false"', within: 2m}
            """;

    @TempDir
    Path folder = Path.of("");

    private final HandClock time = new HandClock();
    private final Lab lab = new Lab(time);
    private Stage stage;

    @BeforeEach
    void open() {
        stage = reopened();
    }

    private Stage reopened() {
        return new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")),
                folder.resolve("files"),
                time,
                time,
                lab,
                Stage.rules(lab, Stage.AUTO, RUNBOOK));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private void happens(Event.Builder event) {
        stage.hears(event);
    }

    private Quarantine quarantine() {
        var answer = stage.responses
                .queries()
                .quarantines(ListQuarantinesRequest.newBuilder()
                        .setIncludeReleased(true)
                        .build());
        List<Quarantine> all =
                ((Answer.Done<ListQuarantinesResponse>) answer).value().getQuarantinesList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    private void joins(String node) {
        happens(Event.newBuilder()
                .setSubject(Worlds.ref("kubernetes.node/" + node))
                .setKubernetesNodeJoined(
                        KubernetesNodeJoined.newBuilder().setCreatedAt(Timestamps.fromMillis(time.millis()))));
    }

    @Test
    void a_node_that_joins_is_kept_out_watched_extended_when_a_gate_breaks_and_released_across_a_restart() {
        joins("agent-4");
        stage.play(stage.tenure(), Duration.ofMinutes(5));
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4");
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_WATCHING);
        assertThat(quarantine().getTrigger()).isEqualTo(QuarantineTrigger.QUARANTINE_TRIGGER_JOIN);
        assertThat(Stage.CONTRACT.problems(quarantine())).isEmpty();

        time.pass(Duration.ofHours(20));
        happens(Event.newBuilder()
                .setSubject(Worlds.ref("longhorn.instance_manager/longhorn-system/im-1"))
                .addRelated(Worlds.ref("kubernetes.node/agent-4"))
                .setLonghornInstanceManagerRestarted(LonghornInstanceManagerRestarted.getDefaultInstance()));
        stage.close();
        stage = reopened();
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofMinutes(5));
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_EXTENDED);
        assertThat(quarantine().getExtensionCount()).isEqualTo(1);

        time.pass(Duration.ofHours(40));
        stage.play(tenure, Duration.ofMinutes(5));
        assertThat(lab.done).hasSize(1);
        time.pass(Duration.ofHours(9));
        stage.play(tenure, Duration.ofMinutes(5));
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4", Lab.ON + " agent-4");
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_RELEASED);
    }

    @Test
    void a_node_is_new_only_as_long_as_it_would_be_watched() {
        time.pass(Duration.ofDays(30));
        happens(Event.newBuilder()
                .setSubject(Worlds.ref("kubernetes.node/agent-1"))
                .setKubernetesNodeJoined(KubernetesNodeJoined.newBuilder()
                        .setCreatedAt(Timestamps.fromMillis(
                                time.millis() - Duration.ofDays(3).toMillis()))));
        stage.play(stage.tenure(), Duration.ofMinutes(5));
        assertThat(lab.done).isEmpty();

        lab.longhornKnowsIt = false;
        joins("agent-4");
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofMinutes(10));
        assertThat(stage.store.read(Cases::next)).isPresent();
        time.pass(Duration.ofDays(2));
        stage.play(tenure, Duration.ofMinutes(10));
        lab.longhornKnowsIt = true;
        stage.play(tenure, Duration.ofMinutes(10));
        assertThat(stage.store.read(Cases::next)).isEmpty();
        assertThat(lab.done).isEmpty();
    }

    private void beats(String collector, String instance) {
        happens(Event.newBuilder()
                .setSubject(Worlds.ref("sentinel.collector/%s/%s".formatted(instance, collector)))
                .setSource(Source.newBuilder().setCollector(collector).setInstance(instance))
                .setHeartbeat(Heartbeat.newBuilder()
                        .setIntervalSeconds(30)
                        .setLastReadingAt(Timestamps.fromMillis(time.millis()))));
    }

    @Test
    void a_silent_kernel_collector_holds_the_release_back_until_it_is_heard_again() {
        joins("agent-4");
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofMinutes(5));
        beats("kernel", "agent-1");
        beats("kernel", "agent-4");

        time.pass(Duration.ofHours(49));
        beats("kernel", "agent-1");
        stage.play(tenure, Duration.ofMinutes(2));
        assertThat(lab.done).as("nobody reads the kernel's log of agent-4").hasSize(1);
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_WATCHING);
        assertThat(quarantine().getGatesList())
                .filteredOn(gate -> !gate.getHeld())
                .singleElement()
                .satisfies(gate -> {
                    assertThat(gate.getName()).isEqualTo("no-kernel-io-error");
                    assertThat(gate.getObservation()).contains("collector kernel of agent-4 was heard last at");
                });

        beats("kernel", "agent-4");
        stage.play(tenure, Duration.ofMinutes(5));
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4", Lab.ON + " agent-4");
    }

    @Test
    void every_event_that_breaks_a_gate_or_begins_a_quarantine_is_routed_here_and_no_other() {
        Set<String> wanted = new TreeSet<>(Set.of("kubernetes.node.joined", "kubernetes.node.condition_changed"));
        Gate.USUAL.forEach(gate -> wanted.addAll(gate.brokenBy()));
        assertThat(Routes.QUARANTINE_KINDS).containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(Routes.RESPONDER_KINDS).containsAll(wanted);
    }

    @Test
    void a_person_keeps_a_node_out_and_lets_it_back_and_each_request_counts_once() {
        var request = AddQuarantineRequest.newBuilder()
                .setCluster("lab")
                .setTarget(Worlds.ref("kubernetes.node/agent-3"))
                .setReason("the disks rattle")
                .setDurationSeconds(7_200)
                .setRequestId(UUID.nameUUIDFromBytes(new byte[1]).toString())
                .build();
        var added = (Answer.Done<AddQuarantineResponse>) stage.responses.addQuarantine(request, Stage.person("anna"));
        assertThat(added.value().getQuarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_STARTING);
        assertThat(stage.responses.addQuarantine(request, Stage.person("anna"))).isEqualTo(added);
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofMinutes(2));
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_WATCHING);
        var release = ReleaseQuarantineRequest.newBuilder()
                .setQuarantineId(quarantine().getId())
                .setReason("they are new now")
                .setRequestId(UUID.nameUUIDFromBytes(new byte[2]).toString())
                .build();
        assertThat(stage.responses.releaseQuarantine(release, Stage.person("anna")))
                .isInstanceOf(Answer.Done.class);
        stage.play(tenure, Duration.ofMinutes(2));
        assertThat(quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_RELEASED);
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-3", Lab.ON + " agent-3");
    }
}
