package dev.sentinel.responders.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.responders.quarantine.Turn.Next;
import dev.sentinel.responders.situation.Machine;
import dev.sentinel.responders.situation.Replica;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.situation.Sources;
import dev.sentinel.responders.situation.Volume;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.ConditionStatus;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.KernelBlockIoFailed;
import dev.sentinel.v1.KubernetesNodeConditionChanged;
import dev.sentinel.v1.KubernetesNodeConditionType;
import dev.sentinel.v1.LonghornInstanceManagerRestarted;
import dev.sentinel.v1.LonghornRebuildFailed;
import dev.sentinel.v1.LonghornReplicaFailed;
import dev.sentinel.v1.Quarantine;
import dev.sentinel.v1.QuarantineGate;
import dev.sentinel.v1.QuarantineState;
import dev.sentinel.v1.QuarantineTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class WatchTest {
    private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final Watch WATCH = new Watch(TWO_DAYS, Gate.USUAL);
    private static final Actor PERSON = Actor.newBuilder()
            .setKind(ActorKind.ACTOR_KIND_PERSON)
            .setId("oidc:somebody")
            .build();
    private static final Inverse WAY_BACK =
            Inverse.newBuilder().setAction("longhorn.node.scheduling.on").build();
    private static final Quarantine WATCHING =
            WATCH.holds(wanted(Optional.empty()), WAY_BACK, START).quarantine();

    @Test
    void it_is_released_when_all_gates_held_for_two_days() {
        assertThat(WATCHING.getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_WATCHING);
        assertThat(WATCHING.getInverse()).isEqualTo(WAY_BACK);

        var early = look(WATCHING, calm(), TWO_DAYS.minusSeconds(1));
        var due = look(early.quarantine(), calm(), TWO_DAYS);

        assertThat(early.next()).isEqualTo(Next.NOTHING);
        assertThat(due.next()).isEqualTo(Next.RELEASE);
        assertThat(due.quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_RELEASING);
        var released =
                WATCH.released(due.quarantine(), PERSON, START.plus(TWO_DAYS)).quarantine();
        assertThat(released.getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_RELEASED);
        assertThat(WATCH.nextLook(released, START)).isEmpty();
    }

    record Breaking(Gate gate, Event event) {
        @Override
        public String toString() {
            return gate.word();
        }
    }

    static Stream<Breaking> breaking() {
        return Stream.of(
                new Breaking(
                        Gate.NO_REPLICA_ERROR,
                        event().setLonghornReplicaFailed(
                                        LonghornReplicaFailed.newBuilder().setNode("agent-4"))
                                .build()),
                new Breaking(
                        Gate.NO_REPLICA_ERROR,
                        event().setLonghornRebuildFailed(
                                        LonghornRebuildFailed.newBuilder().setTargetNode("agent-4"))
                                .build()),
                new Breaking(
                        Gate.NO_INSTANCE_MANAGER_RESTART,
                        event().setLonghornInstanceManagerRestarted(LonghornInstanceManagerRestarted.newBuilder()
                                        .setNode("agent-4"))
                                .build()),
                new Breaking(
                        Gate.NO_KERNEL_IO_ERROR,
                        event().setKernelBlockIoFailed(KernelBlockIoFailed.getDefaultInstance())
                                .addRelated(Worlds.ref("kubernetes.node/agent-4"))
                                .build()),
                new Breaking(Gate.READY_STABLE, ready(ConditionStatus.CONDITION_STATUS_UNKNOWN)));
    }

    @ParameterizedTest
    @MethodSource("breaking")
    void a_gate_that_breaks_begins_the_watch_again_and_says_why(Breaking each) {
        var turn = WATCH.hear(WATCHING, each.event());

        assertThat(turn.next()).isEqualTo(Next.TELL);
        assertThat(turn.quarantine().getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_EXTENDED);
        assertThat(turn.quarantine().getExtensionCount()).isEqualTo(1);
        assertThat(turn.quarantine().getExtensionReason())
                .startsWith(each.gate().word() + " did not hold: ");
        assertThat(turn.quarantine().getEarliestReleaseAt())
                .isEqualTo(at(START.plus(Duration.ofHours(3)).plus(TWO_DAYS)));
        assertThat(gate(turn.quarantine(), each.gate()))
                .returns(false, QuarantineGate::getHeld)
                .returns(List.of(each.event().getId()), QuarantineGate::getBrokenByEventIdsList);
        var afterFirst = look(turn.quarantine(), calm(), TWO_DAYS);
        assertThat(afterFirst.next()).isEqualTo(Next.NOTHING);
        assertThat(look(afterFirst.quarantine(), calm(), TWO_DAYS.plusHours(3)).next())
                .isEqualTo(Next.RELEASE);
    }

    @Test
    void the_same_event_again_changes_nothing_and_a_broken_gate_is_told_once() {
        var first = WATCH.hear(WATCHING, replicaFailed("agent-4", 3)).quarantine();

        assertThat(WATCH.hear(first, replicaFailed("agent-4", 3))).isEqualTo(new Turn(first, Next.NOTHING));
        var more = WATCH.hear(first, replicaFailed("agent-4", 4));
        assertThat(more.next()).isEqualTo(Next.NOTHING);
        assertThat(more.quarantine().getExtensionCount()).isEqualTo(1);
        assertThat(more.quarantine().getEarliestReleaseAt())
                .isEqualTo(at(START.plus(Duration.ofHours(4)).plus(TWO_DAYS)));
        var late = WATCH.hear(more.quarantine(), replicaFailed("agent-4", 2)).quarantine();
        assertThat(late.getEarliestReleaseAt()).isEqualTo(more.quarantine().getEarliestReleaseAt());
    }

    @Test
    void only_so_many_events_are_kept_and_redelivery_changes_nothing_then() {
        var quarantine = WATCHING;
        for (int i = 1; i <= 20; i++) {
            quarantine = WATCH.hear(quarantine, replicaFailed("agent-4", i)).quarantine();
        }

        assertThat(gate(quarantine, Gate.NO_REPLICA_ERROR).getBrokenByEventIdsList())
                .hasSize(16);
        assertThat(WATCH.hear(quarantine, replicaFailed("agent-4", 19)).quarantine())
                .isEqualTo(quarantine);
    }

    @Test
    void what_is_of_another_node_time_cluster_or_kind_breaks_nothing() {
        assertThat(WATCH.hear(WATCHING, replicaFailed("agent-1", 3)).quarantine())
                .isEqualTo(WATCHING);
        assertThat(WATCH.hear(WATCHING, replicaFailed("agent-4", -1)).quarantine())
                .isEqualTo(WATCHING);
        assertThat(WATCH.hear(
                                WATCHING,
                                replicaFailed("agent-4", 3).toBuilder()
                                        .setCluster("other")
                                        .build())
                        .quarantine())
                .isEqualTo(WATCHING);
        assertThat(WATCH.hear(WATCHING, ready(ConditionStatus.CONDITION_STATUS_TRUE))
                        .quarantine())
                .isEqualTo(WATCHING);
    }

    record Sight(String name, Gate gate, Situation situation) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sight> signs() {
        var later = START.plus(Duration.ofHours(5));
        return Stream.of(
                new Sight(
                        "a copy failed while nobody listened",
                        Gate.NO_REPLICA_ERROR,
                        cluster(machine(true, START, START, false), later)),
                new Sight(
                        "the instance manager is younger than the watch",
                        Gate.NO_INSTANCE_MANAGER_RESTART,
                        cluster(machine(true, START, later, false), START)),
                new Sight("ready only since", Gate.READY_STABLE, cluster(machine(true, later, START, false), START)),
                new Sight("not ready", Gate.READY_STABLE, cluster(machine(false, START, START, false), START)));
    }

    @ParameterizedTest
    @MethodSource("signs")
    void what_happened_while_nobody_listened_is_found_by_looking(Sight each) {
        var turn = look(WATCHING, each.situation(), Duration.ofHours(6));

        assertThat(turn.next()).isEqualTo(Next.TELL);
        assertThat(turn.quarantine().getExtensionReason())
                .startsWith(each.gate().word());
        assertThat(gate(turn.quarantine(), each.gate()).getHeld()).isFalse();
    }

    @Test
    void a_node_that_stays_away_is_told_once_and_released_two_days_after_it_came_back() {
        var away = cluster(machine(false, START, START, false), START);
        var first = look(WATCHING, away, Duration.ofHours(6)).quarantine();
        var still = look(first, away, Duration.ofHours(7));
        assertThat(still.next()).isEqualTo(Next.NOTHING);

        var back = cluster(machine(true, START.plus(Duration.ofHours(7).plusMinutes(30)), START, false), START);
        var returned = look(still.quarantine(), back, Duration.ofHours(8)).quarantine();
        assertThat(returned.getExtensionCount()).isEqualTo(1);
        assertThat(look(returned, back, Duration.ofHours(55)).next()).isEqualTo(Next.NOTHING);
        assertThat(look(returned, back, Duration.ofHours(56)).next()).isEqualTo(Next.RELEASE);
    }

    @Test
    void what_cannot_be_read_neither_breaks_a_gate_nor_releases() {
        var blind = new Situation(
                "lab",
                START,
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of(new Situation.Unread(Sources.REPLICAS, "forbidden")));
        var turn = look(WATCHING, blind, TWO_DAYS);

        assertThat(turn.next()).isEqualTo(Next.NOTHING);
        assertThat(turn.quarantine().getExtensionCount()).isZero();
        assertThat(gate(turn.quarantine(), Gate.NO_REPLICA_ERROR).getObservation())
                .isEqualTo("not known: replicas.longhorn.io could not be read");
        assertThat(look(turn.quarantine(), calm(), TWO_DAYS.plusMinutes(1)).next())
                .isEqualTo(Next.RELEASE);
    }

    @Test
    void while_its_kernel_log_is_mute_it_is_not_released() {
        var mute = Map.of(Gate.NO_KERNEL_IO_ERROR, "nobody reads its kernel log since 04:00");
        var turn = WATCH.look(WATCHING, calm(), mute, START.plus(TWO_DAYS));

        assertThat(turn.next()).isEqualTo(Next.NOTHING);
        assertThat(gate(turn.quarantine(), Gate.NO_KERNEL_IO_ERROR).getObservation())
                .isEqualTo("nobody reads its kernel log since 04:00");
    }

    @Test
    void it_ends_when_the_node_is_gone_and_when_another_one_has_its_name() {
        var empty = new Situation("lab", START, List.of(), List.of(), List.of(), Map.of(), List.of());
        var anew = Worlds.of("nodes: [{name: agent-4, scheduling: false}]");

        assertThat(look(WATCHING, empty, Duration.ofHours(1)).quarantine().getState())
                .isEqualTo(QuarantineState.QUARANTINE_STATE_ENDED);
        assertThat(look(WATCHING, anew, Duration.ofHours(1)).quarantine().getState())
                .isEqualTo(QuarantineState.QUARANTINE_STATE_ENDED);
    }

    @Test
    void it_is_not_known_any_more_when_somebody_else_moved_the_switch() {
        var open = cluster(machine(true, START, START, true), START);
        var unknown = look(WATCHING, open, Duration.ofHours(1)).quarantine();
        assertThat(unknown.getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_UNKNOWN);
        assertThat(look(unknown, open, TWO_DAYS).next()).isEqualTo(Next.NOTHING);

        var again = look(unknown, calm(), Duration.ofHours(2)).quarantine();
        assertThat(again.getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_EXTENDED);
        assertThat(again.getEarliestReleaseAt())
                .isEqualTo(at(START.plus(Duration.ofHours(2)).plus(TWO_DAYS)));
    }

    @Test
    void a_person_lets_it_out_any_time() {
        var turn = WATCH.releaseByHand(WATCHING, PERSON, "it was the switch port");

        assertThat(turn.next()).isEqualTo(Next.RELEASE);
        assertThat(turn.quarantine().getReleasedBy()).isEqualTo(PERSON);
        var released = WATCH.released(turn.quarantine(), Actor.getDefaultInstance(), START)
                .quarantine();
        assertThat(released.getReleasedBy()).isEqualTo(PERSON);
        assertThat(WATCH.releaseByHand(released, PERSON, "again").next()).isEqualTo(Next.NOTHING);
    }

    @Test
    void a_release_that_failed_is_tried_again() {
        var releasing = look(WATCHING, calm(), TWO_DAYS).quarantine();
        var kept = WATCH.notReleased(releasing, "no answer").quarantine();

        assertThat(kept.getExtensionReason()).isEqualTo("the release failed: no answer");
        assertThat(look(kept, calm(), TWO_DAYS.plusMinutes(1)).next()).isEqualTo(Next.RELEASE);
    }

    @Test
    void a_quarantine_whose_plan_failed_never_held() {
        var failed =
                WATCH.failed(wanted(Optional.empty()), "node-share said no").quarantine();

        assertThat(failed.getState()).isEqualTo(QuarantineState.QUARANTINE_STATE_ENDED);
        assertThat(failed.getExtensionReason()).isEqualTo("it never held: node-share said no");
        assertThat(WATCH.failed(WATCHING, "x").quarantine()).isEqualTo(WATCHING);
    }

    @Test
    void somebody_may_want_another_length() {
        var brief = WATCH.holds(wanted(Optional.of(Duration.ofHours(2))), WAY_BACK, START.plusSeconds(60))
                .quarantine();
        var extended = WATCH.hear(brief, replicaFailed("agent-4", 1)).quarantine();

        assertThat(brief.getEarliestReleaseAt())
                .isEqualTo(at(START.plusSeconds(60).plus(Duration.ofHours(2))));
        assertThat(extended.getEarliestReleaseAt()).isEqualTo(at(START.plus(Duration.ofHours(3))));
    }

    @Test
    void where_disks_are_asked_they_have_to_have_answered() {
        var gates = new ArrayList<>(Gate.USUAL);
        gates.add(Gate.DISK_PROBE);
        var probing = new Watch(TWO_DAYS, gates);
        var watching = probing.holds(probing.begin(wish(Optional.empty()), START), WAY_BACK, START)
                .quarantine();

        assertThat(probing.look(watching, calm(), Map.of(), START.plus(TWO_DAYS))
                        .next())
                .isEqualTo(Next.NOTHING);
        var answered = probing.probed(watching, true, "3 reads of 4 KiB", START.plusSeconds(60))
                .quarantine();
        assertThat(probing.look(answered, calm(), Map.of(), START.plus(TWO_DAYS))
                        .next())
                .isEqualTo(Next.RELEASE);
        assertThat(probing.probed(answered, false, "no answer in 5 s", START.plusSeconds(120))
                        .quarantine()
                        .getState())
                .isEqualTo(QuarantineState.QUARANTINE_STATE_EXTENDED);
    }

    @Test
    void the_same_wish_is_the_same_quarantine() {
        assertThat(wanted(Optional.empty()).getId())
                .isEqualTo(wanted(Optional.empty()).getId());
    }

    private static Turn look(Quarantine quarantine, Situation situation, Duration after) {
        return WATCH.look(quarantine, situation, Map.of(), START.plus(after));
    }

    private static Quarantine wanted(Optional<Duration> length) {
        return WATCH.begin(wish(length), START);
    }

    private static Watch.Wish wish(Optional<Duration> length) {
        return new Watch.Wish(
                "lab",
                Worlds.ref("longhorn.node/longhorn-system/agent-4"),
                QuarantineTrigger.QUARANTINE_TRIGGER_JOIN,
                "it is new",
                PERSON,
                "",
                "plan-1",
                length);
    }

    private static Situation calm() {
        return cluster(machine(true, START, START, false), START);
    }

    /** agent-4, and a copy on it that failed then. */
    private static Situation cluster(Machine machine, Instant failedAt) {
        var replica = new Replica(
                "pvc-1-r-1",
                "u",
                "agent-4",
                "d",
                Replica.Mode.READS_AND_WRITES,
                true,
                Optional.of(START),
                Optional.empty(),
                Optional.of(START),
                Optional.of(failedAt));
        var volume = Worlds.of("volumes: [{name: pvc-1, copies: []}]").volumes().getFirst();
        var with = new Volume(
                volume.name(),
                volume.uid(),
                "1",
                volume.state(),
                volume.robustness(),
                "",
                1,
                1,
                1,
                "ignored",
                Optional.empty(),
                Optional.empty(),
                List.of(replica),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Map.of());
        return new Situation("lab", START, List.of(machine), List.of(with), List.of(), Map.of(), List.of());
    }

    private static Machine machine(boolean ready, Instant readySince, Instant managerSince, boolean scheduling) {
        return new Machine(
                "agent-4",
                "uid-k8s",
                ready,
                Optional.of(readySince),
                START.minus(Duration.ofHours(1)),
                false,
                "boot",
                Map.of(),
                Optional.of(new Machine.Storage("uid-agent-4", "1", true, scheduling, false, List.of())),
                List.of(new Machine.InstanceManager("im-1", true, 0, Optional.of(managerSince))));
    }

    private static Event replicaFailed(String node, int hours) {
        return event().setId("00000000-0000-7000-8000-0000000000%02d".formatted(Math.abs(hours)))
                .setOccurredAt(at(START.plus(Duration.ofHours(hours))))
                .setLonghornReplicaFailed(LonghornReplicaFailed.newBuilder().setNode(node))
                .build();
    }

    private static Event ready(ConditionStatus status) {
        return event().setSubject(Worlds.ref("kubernetes.node/agent-4"))
                .setKubernetesNodeConditionChanged(KubernetesNodeConditionChanged.newBuilder()
                        .setType(KubernetesNodeConditionType.KUBERNETES_NODE_CONDITION_TYPE_READY)
                        .setStatus(status))
                .build();
    }

    private static Event.Builder event() {
        return Event.newBuilder()
                .setId("00000000-0000-7000-8000-000000000099")
                .setCluster("lab")
                .setOccurredAt(at(START.plus(Duration.ofHours(3))))
                .setSubject(Worlds.ref("longhorn.replica/longhorn-system/pvc-1-r-1"));
    }

    private static QuarantineGate gate(Quarantine quarantine, Gate gate) {
        return quarantine.getGatesList().stream()
                .filter(each -> each.getName().equals(gate.word()))
                .findFirst()
                .orElseThrow();
    }

    private static Timestamp at(Instant at) {
        return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
    }
}
