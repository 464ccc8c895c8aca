package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.sentinel.app.demo.Chronicle.Act;
import dev.sentinel.app.demo.Verdict.Finding;
import dev.sentinel.app.demo.Verdict.Proof;
import dev.sentinel.lab.scenario.Condition;
import dev.sentinel.lab.scenario.Conduct;
import dev.sentinel.lab.scenario.Conduct.Becomes;
import dev.sentinel.lab.scenario.Conduct.NeverSo;
import dev.sentinel.lab.scenario.Conduct.Refusal;
import dev.sentinel.lab.scenario.Conduct.Which;
import dev.sentinel.lab.scenario.Expectations.Since;
import dev.sentinel.lab.scenario.Footprint;
import dev.sentinel.v1.ActionDone;
import dev.sentinel.v1.ActionRefused;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.ActionUnknown;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanContent;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.Ref;
import dev.sentinel.v1.RiskTier;
import dev.sentinel.v1.Step;
import dev.sentinel.v1.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefereeTest {
    private static final Instant BEGAN = Instant.parse("2026-02-21T03:30:00Z");
    private static final Instant JOINED = BEGAN.plusSeconds(60);
    private static final String OFF = "longhorn.node.scheduling.off";
    private static final String NODE = "longhorn.node/longhorn-system/agent-4";
    private static final Footprint MARK = new Footprint("nodes longhorn-system/agent-4", "plan-1.1/3");
    private static final Plan PLAN = plan(PlanState.PLAN_STATE_SUCCEEDED, "done");

    @Test
    void what_was_done_in_time_and_as_allowed_is_as_expected() {
        Conduct expected = acts(new Conduct.Act(
                new Which(OFF, Optional.of(NODE)),
                Optional.of("quarantine-node"),
                Optional.of("policy"),
                new Since.ATurn("joins"),
                Optional.of(Duration.ofSeconds(30))));

        assertThat(broken(expected, List.of(done(20, "policy")), MARK)).isEmpty();
        assertThat(broken(expected, List.of(done(40, "policy")), MARK))
                .singleElement()
                .asString()
                .contains("after 40s, at most 30s");
        assertThat(broken(expected, List.of(done(20, "grace")), MARK))
                .singleElement()
                .asString()
                .contains("was allowed by grace, expected policy");
    }

    @Test
    void what_was_not_done_is_named_with_what_was() {
        assertThat(broken(acts(off()), List.of()))
                .singleElement()
                .asString()
                .contains(OFF + " was not done; done: []", "quarantine-node is done");
    }

    @Test
    void what_is_done_twice_is_not_as_expected() {
        assertThat(broken(acts(off()), List.of(done(20, "policy"), done(25, "policy")), MARK))
                .singleElement()
                .asString()
                .contains("was done 2 times");
    }

    @Test
    void what_was_looked_at_afterwards_is_no_second_act() {
        assertThat(broken(acts(off()), List.of(done(20, "policy"), checked(50)), MARK))
                .isEmpty();
        assertThat(referee(acts(off()), List.of(done(20, "policy"), checked(50)))
                        .proven())
                .containsExactly(new Proof("quarantine-node", OFF));
    }

    @Test
    void an_act_that_nobody_expected_fails_and_so_does_one_that_may_have_happened() {
        Act unknown =
                act(result(20).clearDone().setUnknown(ActionUnknown.newBuilder().setReason("no answer")));

        assertThat(broken(Conduct.NOTHING, List.of(done(20, "policy")), MARK))
                .singleElement()
                .asString()
                .contains("nobody expected: " + OFF);
        assertThat(broken(Conduct.NOTHING, List.of(unknown)))
                .singleElement()
                .asString()
                .contains("nobody knows");
    }

    @Test
    void what_is_allowed_or_only_reads_or_was_refused_does_not_fail() {
        Act refused = act(result(20)
                .clearDone()
                .setRefused(ActionRefused.newBuilder().setGuard("attempts").setReason("done before")));
        Act reads = new Act(
                result(20).build(),
                PLAN.toBuilder().setContent(content(RiskTier.RISK_TIER_READ)).build(),
                List.of());

        assertThat(broken(allowed("longhorn.*"), List.of(done(20, "policy")), MARK))
                .isEmpty();
        assertThat(broken(Conduct.NOTHING, List.of(refused, reads))).isEmpty();
    }

    @Test
    void what_must_never_be_done_fails_though_a_wider_word_allows_it() {
        Conduct expected = new Conduct(
                List.of(),
                List.of(new Which("longhorn.*", Optional.empty())),
                List.of(new Which(OFF, Optional.empty())),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());

        assertThat(broken(expected, List.of(done(20, "policy")), MARK))
                .singleElement()
                .asString()
                .contains(OFF + " was done");
    }

    @Test
    void the_world_is_asked_too() {
        Condition condition = new Condition.InWorld(Condition.What.SCHEDULING, "agent-4", "", "off");
        Becomes becomes = new Becomes(condition, "off", new Since.ATurn("joins"), Optional.of(Duration.ofSeconds(30)));
        Conduct expected = new Conduct(
                List.of(),
                List.of(),
                List.of(),
                List.of(becomes),
                List.of(new NeverSo(condition, "degraded")),
                List.of(),
                Optional.of(becomes));
        Spells off = new Spells();
        off.look(JOINED.plusSeconds(20), true);
        Spells degraded = new Spells();
        degraded.look(JOINED.plusSeconds(5), true);

        Referee well = referee(expected, List.of(), Map.of("off", off), List.of(), List.of());
        Referee ill = referee(expected, List.of(), Map.of("degraded", degraded), List.of(), List.of());

        assertThat(well.findings()).allMatch(Finding::kept);
        assertThat(well.recovered()).contains(Duration.ofSeconds(20));
        assertThat(ill.recovered()).isEmpty();
        assertThat(told(ill))
                .anySatisfy(each -> assertThat(each).contains("it did not come to this: off"))
                .anySatisfy(each -> assertThat(each).contains("degraded: 2026-02-21T03:31:05Z"));
    }

    @Test
    void refusals_are_held_to_and_those_that_nobody_expected_fail() {
        AuditEntry own = refusal("person:ada", "Not accepted: person:ada asked for the plan");
        Conduct expected =
                refused(new Refusal(Optional.of("ada"), Optional.of("quarantine-node"), "asked for the plan"));

        assertThat(refusals(expected, own)).isEmpty();
        assertThat(refusals(expected)).singleElement().asString().contains("refused to ada");
        assertThat(refusals(expected, own, refusal("person:bo", "has no right")))
                .singleElement()
                .asString()
                .contains("nobody expected a refusal to bo: has no right");
    }

    @Test
    void a_plan_that_came_to_nothing_and_a_guard_that_forbade_are_refusals() {
        Plan expired = plan(PlanState.PLAN_STATE_EXPIRED, "nobody decided before it expired");
        Act forbidden = act(result(20)
                .clearDone()
                .setRefused(ActionRefused.newBuilder().setGuard("node-share").setReason("too many are out")));
        Conduct expected = refused(
                new Refusal(Optional.empty(), Optional.of("quarantine-node"), "nobody decided"),
                new Refusal(Optional.empty(), Optional.empty(), "node-share: too many"));
        var seen = new Referee.Seen(moments(), List.of(expired), List.of(forbidden), List.of(), Map.of(), List.of());

        assertThat(new Referee(expected, seen).findings()).allMatch(Finding::kept);
    }

    @Test
    void a_write_in_the_world_that_is_not_in_the_books_fails() {
        assertThat(broken(Conduct.NOTHING, List.of(), MARK))
                .singleElement()
                .asString()
                .contains("written to by no act in the books: [nodes longhorn-system/agent-4 by plan-1.1/3]");
        assertThat(broken(
                        acts(off()), List.of(done(20, "policy")), MARK, new Footprint("pods apps/db-0", "plan-9.1/3")))
                .singleElement()
                .asString()
                .contains("pods apps/db-0");
    }

    @Test
    void contained_is_when_the_first_expected_act_was_done() {
        assertThat(referee(acts(off()), List.of(done(20, "policy"))).contained())
                .contains(Duration.ofSeconds(80));
        assertThat(referee(acts(off()), List.of()).contained()).isEmpty();
    }

    private static Conduct.Act off() {
        return new Conduct.Act(
                new Which(OFF, Optional.empty()),
                Optional.empty(),
                Optional.empty(),
                new Since.TheBeginning(),
                Optional.empty());
    }

    private static Conduct acts(Conduct.Act act) {
        return new Conduct(List.of(act), List.of(), List.of(), List.of(), List.of(), List.of(), Optional.empty());
    }

    private static Conduct allowed(String act) {
        return new Conduct(
                List.of(),
                List.of(new Which(act, Optional.empty())),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
    }

    private static Conduct refused(Refusal... refusals) {
        return new Conduct(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(refusals), Optional.empty());
    }

    private static Act done(long seconds, String by) {
        return new Act(result(seconds).build(), PLAN, List.of(by));
    }

    private static Act checked(long seconds) {
        return act(result(seconds)
                .setVerification(Verification.newBuilder().setVerdict(dev.sentinel.v1.Verdict.VERDICT_AS_EXPECTED)));
    }

    private static Act act(ActionResult.Builder result) {
        return new Act(result.build(), PLAN, List.of("policy"));
    }

    /** So many seconds after the node joined. */
    private static ActionResult.Builder result(long seconds) {
        return ActionResult.newBuilder()
                .setPlanId("plan-1")
                .setStepNumber(1)
                .setAction(OFF)
                .setTarget(Ref.newBuilder()
                        .setKind("longhorn.node")
                        .setNamespace("longhorn-system")
                        .setName("agent-4"))
                .setOperationKey("plan-1.1")
                .setFinishedAt(Timestamp.newBuilder()
                        .setSeconds(JOINED.plusSeconds(seconds).getEpochSecond()))
                .setDone(ActionDone.getDefaultInstance());
    }

    private static Plan plan(PlanState state, String why) {
        return Plan.newBuilder()
                .setId("plan-1")
                .setContent(content(RiskTier.RISK_TIER_REVERSIBLE))
                .setState(state)
                .setStateReason(why)
                .build();
    }

    private static PlanContent content(RiskTier tier) {
        return PlanContent.newBuilder()
                .setRunbook("quarantine-node")
                .addSteps(Step.newBuilder().setNumber(1).setTier(tier))
                .build();
    }

    private static AuditEntry refusal(String who, String sentence) {
        return AuditEntry.newBuilder()
                .setAct(AuditAct.AUDIT_ACT_APPROVAL_REFUSED)
                .setActor(Actor.newBuilder().setId(who))
                .setPlanId("plan-1")
                .setSentence(sentence)
                .build();
    }

    private static Moments moments() {
        return new Moments(BEGAN, Map.of("joins", JOINED), Map.of());
    }

    private static List<String> refusals(Conduct expected, AuditEntry... entries) {
        return told(referee(expected, List.of(), Map.of(), List.of(entries), List.of()));
    }

    private static List<String> broken(Conduct expected, List<Act> acts, Footprint... footprints) {
        return told(referee(expected, acts, Map.of(), List.of(), List.of(footprints)));
    }

    private static Referee referee(Conduct expected, List<Act> acts) {
        return referee(expected, acts, Map.of(), List.of(), List.of());
    }

    private static Referee referee(
            Conduct expected,
            List<Act> acts,
            Map<String, Spells> conditions,
            List<AuditEntry> refused,
            List<Footprint> footprints) {
        return new Referee(expected, new Referee.Seen(moments(), List.of(PLAN), acts, refused, conditions, footprints));
    }

    private static List<String> told(Referee referee) {
        return referee.findings().stream()
                .filter(each -> !each.kept())
                .map(Finding::what)
                .toList();
    }
}
