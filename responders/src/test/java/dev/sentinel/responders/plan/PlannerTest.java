package dev.sentinel.responders.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.proto.Contract;
import dev.sentinel.responders.actions.Sight;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.guards.Standing;
import dev.sentinel.responders.plan.Planner.Choice;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.policy.Reading;
import dev.sentinel.responders.runbooks.RunbookReader;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.shelf.Shelf;
import dev.sentinel.responders.situation.Situation;
import dev.sentinel.responders.trial.Acts;
import dev.sentinel.responders.trial.RunbookTest;
import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.AffectedThing;
import dev.sentinel.v1.BlastRadius;
import dev.sentinel.v1.Confidence;
import dev.sentinel.v1.FieldChange;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Inverse;
import dev.sentinel.v1.ObservedTarget;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.RunbookMatch;
import dev.sentinel.v1.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PlannerTest {
    private static final Instant NOW = RunbookTest.NOW;
    private static final String NODES = """
        nodes: [{name: agent-1}, {name: agent-2}, {name: agent-3}, {name: agent-4}]
        volumes:
          - {name: pvc-1, wanted: 3, actual_gib: 20, copies: [agent-1, agent-2, agent-4 failed], claim: monitoring/data-0, on: agent-1}
        """;
    private static final String AUTO = """
        policy: eager
        version: "1"
        bounds: {node_share: 0.5}
        rules:
          - {rule: all, mode: auto}
        """;
    private static final Situation SITUATION = Worlds.of(NODES);
    private static final Planner PLANNER = planner(AUTO);

    @Test
    void a_plan_is_frozen_with_real_targets_what_was_seen_of_them_and_the_way_back() {
        var plan = frozen(Map.of("allowScheduling", "true"), NOW, Optional.empty());
        var step = plan.content().getSteps(0);

        assertThat(step.getTarget().getRef().getUid()).isEqualTo("uid-lh-agent-4");
        assertThat(step.getTarget().getFactsMap()).containsEntry("allowScheduling", "true");
        assertThat(step.getInverse().getAction()).isEqualTo("longhorn.node.scheduling.on");
        assertThat(step.getInverse().getDueInSeconds())
                .isEqualTo(Duration.ofDays(3).toSeconds());
        assertThat(step.getDiff(0).getPath()).isEqualTo("spec.allowScheduling");
        assertThat(step.getGuardsList())
                .anyMatch(each -> each.getName().equals("node-share")
                        && each.getPassedAtPlanning()
                        && each.getObservation().startsWith("1 of 4 nodes"));
        assertThat(plan.content().getSteps(1).getUnchanging()).isTrue();
        assertThat(plan.content().getSteps(1).getAfterList()).containsExactly(1);
        assertThat(plan.content().getAlternativesList())
                .extracting(each -> each.getAction())
                .contains("kubernetes.node.cordon", "longhorn.node.eviction.on");
        assertThat(plan.content().getExpiresAt().getSeconds())
                .isEqualTo(NOW.plus(Duration.ofHours(24)).getEpochSecond());
        assertThat(new Contract().problems(plan.plan(false))).isEmpty();
    }

    @Test
    void the_hash_is_that_of_the_canonical_bytes_and_covers_everything() {
        var plan = frozen(Map.of("allowScheduling", "true"), NOW, Optional.empty());

        assertThat(plan.hash()).isEqualTo(HexFormat.of().formatHex(CanonicalBytes.sha256(plan.content())));
        assertThat(frozen(Map.of("allowScheduling", "true"), NOW.plusSeconds(1), Optional.empty())
                        .hash())
                .isNotEqualTo(plan.hash());
    }

    @Test
    void the_same_facts_give_the_same_plan_until_the_world_moves() {
        var plan = frozen(Map.of("allowScheduling", "true"), NOW, Optional.empty());

        assertThat(frozen(Map.of("allowScheduling", "true"), NOW.plusSeconds(600), Optional.empty())
                        .id())
                .isEqualTo(plan.id());
        assertThat(frozen(Map.of("allowScheduling", "true", "ready", "false"), NOW, Optional.empty())
                        .id())
                .isNotEqualTo(plan.id());
        assertThat(frozen(Map.of("allowScheduling", "true"), NOW, Optional.of(plan.id()))
                        .id())
                .as("after the first one has ended")
                .isNotEqualTo(plan.id());
        var reopened = incident().toBuilder().setReopenCount(1).build();
        assertThat(((Freezing.Frozen) freeze(
                                reopened, SITUATION, standing(Optional.empty(), List.of()), Sight.Standing.OTHERWISE))
                        .id())
                .isNotEqualTo(plan.id());
    }

    @Test
    void what_it_costs_and_what_doing_nothing_costs_is_computed() {
        var counterfactual = frozen(Map.of(), NOW, Optional.empty()).content().getCounterfactual();

        assertThat(counterfactual.getVolumesList()).singleElement().satisfies(volume -> {
            assertThat(volume.getVolume().getName()).isEqualTo("pvc-1");
            assertThat(volume.getCopiesNow()).isEqualTo(2);
            assertThat(volume.getCopiesDuring()).isEqualTo(2);
            assertThat(volume.getRebuildBytes()).isEqualTo(20L << 30);
        });
        assertThat(counterfactual.getVolumesLosingRedundancy()).isZero();
        assertThat(counterfactual.getVolumesWithoutCopy()).isZero();
        assertThat(counterfactual.getExpectedSeconds()).isPositive();
        assertThat(counterfactual.getWorstCaseSeconds()).isGreaterThan(counterfactual.getExpectedSeconds());
        assertThat(counterfactual.getIfNothingIsDone())
                .isEqualTo(
                        "agent-4 keeps taking copies; 1 volumes have one there; 1 of 1 volumes lack copies: 0 stand on"
                                + " their last safe one, 0 have none");
    }

    @Test
    void a_volume_that_finds_no_other_place_is_told() {
        var tight = Worlds.of(NODES.replace("{name: agent-3}", "{name: agent-3, cordoned: true}"));
        var plan = (Freezing.Frozen)
                freeze(incident(), tight, standing(Optional.empty(), List.of()), Sight.Standing.OTHERWISE);

        assertThat(plan.content().getCounterfactual().getWorstCase())
                .isEqualTo(
                        "if agent-4 fails altogether meanwhile, 1 volumes lose a copy there, and 0 of them their last"
                                + " safe one; 1 volumes find no other node for a copy that they lack and stay degraded");
    }

    @Test
    void a_policy_that_allows_it_makes_a_plan_that_needs_nobody() {
        var plan = frozen(Map.of(), NOW, Optional.empty()).plan(false);

        assertThat(plan.getMode()).isEqualTo(PolicyMode.POLICY_MODE_AUTO);
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
    }

    @Test
    void a_second_firing_within_the_half_day_is_put_to_people() {
        var earlier = new Standing.Act(
                "longhorn.node.scheduling.off",
                Worlds.ref("longhorn.node/longhorn-system/agent-4"),
                NOW.minus(Duration.ofHours(3)),
                "incident-0",
                "plan-0");
        var plan = ((Freezing.Frozen) freeze(
                        incident(), SITUATION, standing(Optional.empty(), List.of(earlier)), Sight.Standing.OTHERWISE))
                .plan(false);

        assertThat(plan.getMode()).isEqualTo(PolicyMode.POLICY_MODE_APPROVE);
        assertThat(plan.getRequiredApprovals()).isEqualTo(1);
        assertThat(plan.getStateReason()).startsWith("attempts stops automation: it was done to agent-4 once");
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
    }

    @Test
    void while_acting_is_paused_plans_are_made_and_say_so() {
        var plan = (Freezing.Frozen)
                freeze(incident(), SITUATION, standing(Optional.of("a drill"), List.of()), Sight.Standing.OTHERWISE);

        assertThat(plan.content().getSteps(0).getGuardsList())
                .anyMatch(guard -> guard.getName().equals("pause")
                        && !guard.getPassedAtPlanning()
                        && guard.getObservation().equals("acting is paused: a drill"));
    }

    @Test
    void a_dry_run_is_the_same_plan_and_waits_for_nobody() {
        var frozen = frozen(Map.of(), NOW, Optional.empty());

        assertThat(frozen.plan(true).getContentHash())
                .isEqualTo(frozen.plan(false).getContentHash());
        assertThat(frozen.plan(true).getState()).isEqualTo(PlanState.PLAN_STATE_PROPOSED);
    }

    @Test
    void the_first_runbook_that_can_be_used_is_and_the_others_are_told() {
        var incident = incident().toBuilder()
                .setPattern("new-node-poisons-telemetry")
                .clearRunbooks()
                .addRunbooks(RunbookMatch.newBuilder().setRunbook("freeze-writer"))
                .addRunbooks(RunbookMatch.newBuilder().setRunbook("quarantine-node"))
                .build();

        assertThat(PLANNER.candidates(incident)).containsExactly("freeze-writer", "quarantine-node");
        assertThat(PLANNER.draft(incident, SITUATION)).isInstanceOfSatisfying(Drafting.Drafted.class, drafted -> {
            assertThat(drafted.draft().runbook()).isEqualTo("quarantine-node");
            assertThat(drafted.draft().alternatives())
                    .anyMatch(each -> each.getAction().equals("freeze-writer")
                            && each.getRefusedBecause().startsWith("it finds nothing to change"));
        });
    }

    @Test
    void no_plan_always_has_a_reason() {
        assertThat(PLANNER.draft(incident().toBuilder().clearRunbooks().build(), SITUATION))
                .isInstanceOfSatisfying(
                        Drafting.None.class,
                        none -> assertThat(none.why())
                                .isEqualTo("pattern new-node-unstable names no runbook; choose one by name"));
        assertThat(PLANNER.draft(incident(), SITUATION, "quarantine-nod", Choice.BY_PERSON))
                .isInstanceOfSatisfying(
                        Drafting.None.class,
                        none -> assertThat(none.why()).contains("did you mean \"quarantine-node\"?"));
        assertThat(PLANNER.draft(
                        incident().toBuilder().setCluster("other").build(),
                        SITUATION,
                        "quarantine-node",
                        Choice.BY_PERSON))
                .isInstanceOfSatisfying(
                        Drafting.None.class, none -> assertThat(none.why()).contains("of cluster other"));
    }

    @Test
    void a_plan_has_as_many_steps_as_it_may_and_no_more() {
        assertThat(PLANNER.draft(
                        widespread(Drafter.MOST_PARTS / 2),
                        volumes(Drafter.MOST_PARTS / 2),
                        "hold-volume",
                        Choice.BY_PATTERN))
                .isInstanceOfSatisfying(
                        Drafting.Drafted.class,
                        drafted -> assertThat(drafted.draft().parts()).hasSize(Drafter.MOST_PARTS));
        assertThat(PLANNER.draft(widespread(33), volumes(33), "hold-volume", Choice.BY_PATTERN))
                .isInstanceOfSatisfying(
                        Drafting.None.class,
                        none -> assertThat(none.why()).contains("it would take more than 64 steps"));
    }

    private static Incident widespread(int count) {
        var radius = BlastRadius.newBuilder();
        IntStream.range(0, count)
                .forEach(i -> radius.addThings(AffectedThing.newBuilder()
                        .setRef(Worlds.ref("longhorn.volume/longhorn-system/pvc-" + i))
                        .setImpact(Severity.SEVERITY_ERROR)));
        return incident().toBuilder()
                .setPattern("salvage-loop")
                .setBlastRadius(radius)
                .build();
    }

    private static Situation volumes(int count) {
        var yaml = new StringBuilder("volumes:\n");
        IntStream.range(0, count).forEach(i -> yaml.append("  - {name: pvc-%d, copies: [agent-1]}\n".formatted(i)));
        return Worlds.of(yaml.toString());
    }

    @Test
    void each_part_has_to_be_looked_at() {
        var drafted = (Drafting.Drafted) PLANNER.draft(incident(), SITUATION, "quarantine-node", Choice.BY_PATTERN);

        assertThatThrownBy(() -> PLANNER.freeze(
                        drafted.draft(),
                        List.of(),
                        circumstances(
                                incident(), SITUATION, standing(Optional.empty(), List.of()), NOW, Optional.empty())))
                .hasMessage("2 parts were drafted, and 0 looked at");
    }

    private static Freezing.Frozen frozen(Map<String, String> facts, Instant now, Optional<String> inPlaceOf) {
        var drafted = (Drafting.Drafted) PLANNER.draft(incident(), SITUATION, "quarantine-node", Choice.BY_PATTERN);
        return (Freezing.Frozen) PLANNER.freeze(
                drafted.draft(),
                prepared(drafted.draft(), facts, now, Sight.Standing.OTHERWISE),
                circumstances(incident(), SITUATION, standing(Optional.empty(), List.of()), now, inPlaceOf));
    }

    private static Freezing freeze(Incident incident, Situation situation, Standing standing, Sight.Standing stands) {
        var drafted = (Drafting.Drafted) PLANNER.draft(incident, situation, "quarantine-node", Choice.BY_PATTERN);
        return PLANNER.freeze(
                drafted.draft(),
                prepared(drafted.draft(), Map.of("allowScheduling", "true"), NOW, stands),
                circumstances(incident, situation, standing, NOW, Optional.empty()));
    }

    private static List<Prepared> prepared(Draft draft, Map<String, String> facts, Instant now, Sight.Standing stands) {
        return draft.parts().stream()
                .map(part -> new Prepared(
                        new Sight(
                                ObservedTarget.newBuilder()
                                        .setRef(part.order().target())
                                        .setResourceVersion(String.valueOf(now.getEpochSecond()))
                                        .setObservedAt(timestamp(now))
                                        .putAllFacts(facts)
                                        .build(),
                                stands,
                                part.order().action().equals("longhorn.node.scheduling.off")
                                        ? Optional.of(Inverse.newBuilder()
                                                .setAction("longhorn.node.scheduling.on")
                                                .build())
                                        : Optional.empty()),
                        List.of(FieldChange.newBuilder()
                                .setPath("spec.allowScheduling")
                                .setPreviousValue("true")
                                .setValue("false")
                                .build())))
                .toList();
    }

    private static Circumstances circumstances(
            Incident incident, Situation situation, Standing standing, Instant now, Optional<String> inPlaceOf) {
        return new Circumstances(
                incident,
                situation,
                standing,
                Actor.newBuilder()
                        .setKind(ActorKind.ACTOR_KIND_POLICY)
                        .setId("policy:eager")
                        .build(),
                now,
                inPlaceOf);
    }

    private static Standing standing(Optional<String> paused, List<Standing.Act> acts) {
        return new Standing(
                paused,
                acts,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                policy(AUTO).bounds());
    }

    private static Incident incident() {
        return Incident.newBuilder()
                .setId("incident-1")
                .setCluster("lab")
                .setRevision(3)
                .setPattern("new-node-unstable")
                .setTitle("agent-4 is new and unstable")
                .setState(IncidentState.INCIDENT_STATE_OPEN)
                .setSeverity(Severity.SEVERITY_ERROR)
                .setPivot(Worlds.ref("kubernetes.node/agent-4"))
                .setBeganAt(timestamp(NOW))
                .setUpdatedAt(timestamp(NOW))
                .setConfidence(Confidence.newBuilder().setScore(0.9))
                .addRunbooks(RunbookMatch.newBuilder().setRunbook("quarantine-node"))
                .build();
    }

    private static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
    }

    private static Planner planner(String policy) {
        return new Planner(runbooks(), Acts.vocabulary(), Guards.shipped(), policy(policy));
    }

    private static RunbookSet runbooks() {
        return switch (RunbookSet.read(new RunbookReader(Acts.vocabulary()), Shelf.shippedRunbooks())) {
            case RunbookSet.Outcome.Good good -> good.set();
            case RunbookSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    private static Policy policy(String text) {
        return switch (new PolicyReader(List.of("longhorn.node.scheduling.off")).read("p.yaml", text)) {
            case Reading.Good good -> good.policy();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }
}
