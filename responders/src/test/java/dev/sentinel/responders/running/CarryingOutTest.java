package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.autonomy.Thought;
import dev.sentinel.responders.books.Cases;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.responders.books.Shadows;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import dev.sentinel.v1.ApprovalState;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.GetPlanResponse;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.ListAuditEntriesRequest;
import dev.sentinel.v1.ListAuditEntriesResponse;
import dev.sentinel.v1.ListPlansRequest;
import dev.sentinel.v1.ListPlansResponse;
import dev.sentinel.v1.PauseRequest;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.ProposePlanRequest;
import dev.sentinel.v1.ProposePlanResponse;
import dev.sentinel.v1.RejectPlanRequest;
import dev.sentinel.v1.ResumeRequest;
import dev.sentinel.v1.StepState;
import dev.sentinel.v1.Verdict;
import dev.sentinel.v1.WatchPlansRequest;
import dev.sentinel.v1.WatchPlansResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an incident to what was done about it, with every way in between that does not lead there. */
final class CarryingOutTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Actor ANNA = Stage.person("anna");
    private static final Actor BERT = Stage.person("bert");

    @TempDir
    Path folder = Path.of("");

    private final HandClock time = new HandClock();
    private final Lab lab = new Lab(time);
    private Optional<Stage> open = Optional.empty();

    private Stage stage(String policy) {
        var rules = Stage.rules(lab, policy, Stage.TWO_STEPS);
        var stage = new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")), folder.resolve("files"), time, time, lab, rules);
        open = Optional.of(stage);
        return stage;
    }

    @AfterEach
    void close() {
        open.ifPresent(Stage::close);
    }

    private static Incident incident(long revision) {
        return Stage.incident("inc-1", revision, "agent-4", "two-switches");
    }

    private static List<AuditEntry> audit(Stage stage, AuditAct... acts) {
        var request =
                ListAuditEntriesRequest.newBuilder().addAllActs(List.of(acts)).build();
        return ((Answer.Done<ListAuditEntriesResponse>)
                        stage.responses.queries().audit(request))
                .value()
                .getEntriesList();
    }

    private static String denied(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Answer.Denied.class);
        return ((Answer.Denied<?>) answer).why();
    }

    @Test
    void what_the_policy_allows_is_done_checked_and_the_way_back_is_owed() {
        var stage = stage(Stage.AUTO);
        stage.deliver(incident(1));
        stage.play(stage.tenure(), LONG);

        Plan plan = stage.plan();
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4", Lab.CORDON + " agent-4");
        assertThat(plan.getProgressList()).allMatch(step -> step.getInverseOpen() && step.hasInverseDueAt());
        var results = stage.books.read(sql -> Plans.results(sql, plan.getId(), 100));
        assertThat(results)
                .filteredOn(each -> each.hasVerification())
                .hasSize(2)
                .allMatch(each -> each.getVerification().getVerdict() == Verdict.VERDICT_AS_EXPECTED);
        assertThat(audit(stage, AuditAct.AUDIT_ACT_STEP_INTENDED)).hasSize(2);
        assertThat(stage.responses.queries().verify().getIntact()).isTrue();
        assertThat(Stage.CONTRACT.problems(plan)).isEmpty();
    }

    @Test
    void the_same_revision_again_and_a_newer_one_with_the_same_plan_change_nothing() {
        var stage = stage(Stage.AUTO);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        long revision = stage.plan().getRevision();
        stage.deliver(incident(1), incident(2), incident(1));
        stage.play(tenure, LONG);
        assertThat(stage.plan().getRevision()).isEqualTo(revision);
        assertThat(lab.done).hasSize(2);
    }

    @Test
    void a_plan_waits_for_somebody_who_did_not_ask_for_it_and_every_other_answer_is_refused_and_on_record() {
        var stage = stage(Stage.APPROVE);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(10));
        var proposal = ProposePlanRequest.newBuilder()
                .setIncidentId("inc-1")
                .setRequestId(UUID.nameUUIDFromBytes(new byte[1]).toString());
        // The one there is, made by the responder, is the one that is asked for.
        var proposed = (Answer.Done<ProposePlanResponse>) stage.responses.propose(proposal.build(), ANNA);
        Plan plan = stage.plan();
        assertThat(proposed.value().getPlan()).isEqualTo(plan);
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);

        var robot = Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_SERVICE)
                .setId("robot")
                .build();
        assertThat(denied(stage.responses.approve(Stage.yes(plan, "a"), robot, Stage.APPROVERS)))
                .contains("only people decide");
        var other = Stage.yes(plan, "b").toBuilder().setPlanHash("0".repeat(64)).build();
        assertThat(denied(stage.responses.approve(other, ANNA, Stage.APPROVERS)))
                .contains("another one now");
        assertThat(lab.done).isEmpty();
        assertThat(stage.responses.approve(Stage.yes(plan, "c"), ANNA, Stage.APPROVERS))
                .isInstanceOf(Answer.Done.class);
        assertThat(denied(stage.responses.approve(Stage.yes(plan, "c"), BERT, Stage.APPROVERS)))
                .contains("given before");
        assertThat(audit(stage, AuditAct.AUDIT_ACT_APPROVAL_REFUSED)).hasSize(3);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
        var answer = (Answer.Done<GetPlanResponse>) stage.responses.queries().plan(plan.getId());
        assertThat(answer.value().getTicket().getApprovalsList())
                .extracting(each -> each.getState())
                .containsExactly(ApprovalState.APPROVAL_STATE_USED);
        assertThat(denied(stage.responses.approve(Stage.yes(plan, "d"), BERT, Stage.APPROVERS)))
                .contains("waits for no answer");
    }

    @Test
    void who_asked_for_a_plan_does_not_approve_it() {
        var stage = stage(Stage.APPROVE);
        stage.deliver(incident(1).toBuilder().clearRunbooks().build());
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(5));
        assertThat(stage.plans()).isEmpty();
        var proposal = ProposePlanRequest.newBuilder()
                .setIncidentId("inc-1")
                .setRunbook("two-switches")
                .setRequestId(UUID.nameUUIDFromBytes(new byte[2]).toString())
                .build();
        assertThat(stage.responses.propose(proposal, ANNA)).isInstanceOf(Answer.Done.class);
        assertThat(stage.responses.propose(proposal, ANNA)).isInstanceOf(Answer.Done.class);
        Plan plan = stage.plan();
        assertThat(denied(stage.responses.approve(Stage.yes(plan, "a"), ANNA, Stage.APPROVERS)))
                .contains("asked for the plan");
        assertThat(stage.responses.approve(Stage.yes(plan, "b"), BERT, Stage.APPROVERS))
                .isInstanceOf(Answer.Done.class);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
    }

    @Test
    void an_approval_that_ran_out_before_the_first_step_has_to_be_given_again() {
        var stage = stage(Stage.APPROVE);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(2));
        Plan plan = stage.plan();
        var pause = PauseRequest.newBuilder().setReason("hands off").build();
        stage.responses.pause(pause, BERT);
        stage.responses.approve(Stage.yes(plan, "a"), ANNA, Stage.APPROVERS);
        stage.play(tenure, Duration.ofHours(2));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);
        stage.responses.resume(ResumeRequest.newBuilder().setReason("go on").build(), BERT);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
        assertThat(lab.done).isEmpty();
        stage.responses.approve(Stage.yes(plan, "b"), ANNA, Stage.APPROVERS);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
    }

    @Test
    void a_rejected_plan_is_not_made_again_and_one_that_nobody_answers_expires() {
        var stage = stage(Stage.APPROVE);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(2));
        Plan plan = stage.plan();
        stage.responses.reject(
                RejectPlanRequest.newBuilder()
                        .setPlanId(plan.getId())
                        .setPlanHash(plan.getContentHash())
                        .setNonce(Stage.yes(plan, "r").getNonce())
                        .setReason("not this node")
                        .build(),
                ANNA,
                Stage.APPROVERS);
        stage.deliver(incident(2));
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_REJECTED);

        stage.deliver(Stage.incident("inc-2", 1, "agent-3", "two-switches"));
        stage.play(tenure, Duration.ofHours(30));
        var list = (Answer.Done<ListPlansResponse>) stage.responses
                .queries()
                .plans(ListPlansRequest.newBuilder().setIncidentId("inc-2").build());
        assertThat(list.value().getPlansList()).extracting(Plan::getState).contains(PlanState.PLAN_STATE_EXPIRED);
        assertThat(lab.done).isEmpty();
    }

    @Test
    void a_plan_is_withdrawn_when_its_incident_is_resolved_or_the_world_moved() {
        var stage = stage(Stage.APPROVE);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(2));
        Plan first = stage.plan();
        // Somebody does half of it by hand: what is to be done is not the same any more.
        lab.switches.put("agent-4.cordoned", "true");
        stage.deliver(incident(2));
        stage.play(tenure, Duration.ofSeconds(2));
        assertThat(stage.plans()).hasSize(2);
        Plan second = stage.plans().stream()
                .filter(each -> !each.getId().equals(first.getId()))
                .findFirst()
                .orElseThrow();
        Plan withdrawn = stage.books
                .read(sql -> Plans.find(sql, first.getId()))
                .orElseThrow()
                .plan();
        assertThat(withdrawn.getState()).isEqualTo(PlanState.PLAN_STATE_WITHDRAWN);
        assertThat(withdrawn.getSupersededBy()).isEqualTo(second.getId());
        assertThat(denied(stage.responses.approve(Stage.yes(first, "a"), ANNA, Stage.APPROVERS)))
                .contains("waits for no answer");
        stage.deliver(incident(3).toBuilder()
                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                .build());
        stage.play(tenure, Duration.ofSeconds(2));
        assertThat(stage.plans()).allMatch(each -> each.getState() == PlanState.PLAN_STATE_WITHDRAWN);
    }

    @Test
    void what_is_only_thought_is_on_record_and_nothing_is_done() {
        var stage = stage(Stage.SHADOW);
        stage.deliver(incident(1));
        stage.play(stage.tenure(), LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_PROPOSED);
        assertThat(lab.done).isEmpty();
        List<Thought> thought = stage.books.read(sql -> Shadows.since(sql, "", LONG, 10));
        assertThat(thought).hasSize(1);
    }

    @Test
    void two_plans_never_hold_the_same_target() {
        var stage = stage(Stage.AUTO);
        // The second has to wait while the first holds the node, which it does for the ten seconds of its last check.
        stage.deliver(incident(1), Stage.incident("inc-2", 1, "agent-4", "two-switches"));
        Tenure tenure = stage.tenure();
        for (int i = 0; i < 40; i++) {
            Duration rest = tenure.work();
            time.pass(rest.isZero() ? Duration.ofMillis(1) : rest);
            assertThat(stage.plans().stream()
                            .filter(each -> each.getState() == PlanState.PLAN_STATE_RUNNING
                                    || each.getState() == PlanState.PLAN_STATE_WAITING))
                    .hasSizeLessThanOrEqualTo(1);
        }
        stage.play(tenure, LONG);
        assertThat(lab.applied.values()).hasSize(2).allMatch(times -> times == 1);
    }

    @Test
    void nothing_is_done_while_a_pause_is_on_record_or_the_file_is_there() throws IOException {
        var stage = stage(Stage.AUTO);
        Files.createDirectories(stage.settings.pauseFile().getParent());
        Files.writeString(stage.settings.pauseFile(), "the array is being moved\nsecond line");
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        assertThat(lab.done).isEmpty();
        assertThat(stage.plan().getStateReason()).contains("the array is being moved");
        assertThat(stage.responses.queries().pauses().getStates(0).getByFile()).isTrue();
        stage.responses.pause(
                PauseRequest.newBuilder()
                        .setCluster("lab")
                        .setReason("mine too")
                        .build(),
                ANNA);
        Files.delete(stage.settings.pauseFile());
        stage.play(tenure, LONG);
        assertThat(lab.done).isEmpty();
        stage.responses.resume(
                ResumeRequest.newBuilder().setCluster("lab").setReason("over").build(), ANNA);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(audit(stage, AuditAct.AUDIT_ACT_PAUSED, AuditAct.AUDIT_ACT_RESUMED))
                .hasSize(2);
    }

    private void fails(String action, Outcome outcome) {
        lab.trouble = (point, order) ->
                point.equals("before") && order.action().equals(action) ? Optional.of(outcome) : Optional.empty();
    }

    @Test
    void a_step_that_fails_has_what_was_done_before_it_taken_back() {
        var stage = stage(Stage.AUTO);
        fails(Lab.CORDON, new Outcome.Failed("forbidden", false));
        stage.deliver(incident(1));
        stage.play(stage.tenure(), LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(stage.plan().getStateReason()).contains("forbidden");
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4", Lab.ON + " agent-4");
        assertThat(stage.plan().getProgressList())
                .extracting(each -> each.getState())
                .containsExactly(StepState.STEP_STATE_TAKEN_BACK, StepState.STEP_STATE_FAILED);
        assertThat(audit(stage, AuditAct.AUDIT_ACT_STEP_TAKEN_BACK)).hasSize(1);
    }

    @Test
    void a_taking_back_that_is_refused_leaves_an_open_item_that_a_person_can_give_up() {
        var stage = stage(Stage.AUTO);
        lab.trouble = (point, order) -> point.equals("before")
                        && (order.action().equals(Lab.CORDON) || order.action().equals(Lab.ON))
                ? Optional.of(new Outcome.Refused("webhook", "no", "ask the owner"))
                : Optional.empty();
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        Plan plan = stage.plan();
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_FAILED);
        assertThat(plan.getProgress(0).getInverseOpen()).isTrue();
        var open = ListPlansRequest.newBuilder().setWithOpenInverses(true).build();
        assertThat(((Answer.Done<ListPlansResponse>) stage.responses.queries().plans(open))
                        .value()
                        .getPlansList())
                .hasSize(1);
        // Three days later somebody is told, once.
        stage.play(tenure, Duration.ofHours(73));
        assertThat(audit(stage, AuditAct.AUDIT_ACT_STEP_VERIFIED))
                .filteredOn(each -> each.getSentence().contains("late"))
                .hasSize(1);
        assertThat(stage.responses.cancel(cancel(plan, false, 1), ANNA)).isInstanceOf(Answer.Done.class);
        assertThat(stage.plan().getProgress(0).getInverseOpen()).isFalse();
    }

    private static CancelPlanRequest cancel(Plan plan, boolean takeBack, int request) {
        return CancelPlanRequest.newBuilder()
                .setPlanId(plan.getId())
                .setTakeBack(takeBack)
                .setReason("changed my mind")
                .setRequestId(
                        UUID.nameUUIDFromBytes(new byte[] {(byte) request}).toString())
                .build();
    }

    @Test
    void what_succeeded_is_taken_back_when_a_person_cancels_it_later() {
        var stage = stage(Stage.AUTO);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        Plan plan = stage.plan();
        assertThat(stage.responses.cancel(cancel(plan, true, 1), ANNA)).isInstanceOf(Answer.Done.class);
        assertThat(stage.responses.cancel(cancel(plan, true, 1), ANNA)).isInstanceOf(Answer.Done.class);
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(lab.done).endsWith(Lab.UNCORDON + " agent-4", Lab.ON + " agent-4");
        assertThat(stage.responses.cancel(cancel(plan, true, 2), ANNA)).isInstanceOf(Answer.Conflict.class);
    }

    @Test
    void an_act_nobody_can_tell_about_stops_everything_until_a_person_has_looked() {
        var stage = stage(Stage.AUTO);
        fails(Lab.CORDON, new Outcome.Unknown("timed out", "look at the node"));
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        Plan plan = stage.plan();
        assertThat(plan.getState()).isEqualTo(PlanState.PLAN_STATE_UNKNOWN);
        assertThat(plan.getProgress(1).getState()).isEqualTo(StepState.STEP_STATE_UNKNOWN);
        // Its targets stay its own.
        lab.trouble = (point, order) -> Optional.empty();
        stage.deliver(Stage.incident("inc-2", 1, "agent-4", "two-switches"));
        stage.play(tenure, Duration.ofMinutes(2));
        assertThat(lab.done).containsExactly(Lab.OFF + " agent-4");
        stage.responses.cancel(cancel(plan, true, 1), ANNA);
        stage.play(tenure, Duration.ofMinutes(1));
        Plan settled = stage.books
                .read(sql -> Plans.find(sql, plan.getId()))
                .orElseThrow()
                .plan();
        assertThat(settled.getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
    }

    @Test
    void an_act_that_is_seen_to_have_happened_after_all_counts_as_done() {
        var stage = stage(Stage.AUTO);
        lab.trouble = (point, order) -> point.equals("after")
                ? Optional.of(new Outcome.Unknown("the connection broke", "look"))
                : Optional.empty();
        stage.deliver(incident(1));
        stage.play(stage.tenure(), LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
        assertThat(lab.applied.values()).hasSize(2).allMatch(times -> times == 1);
    }

    @Test
    void an_outcome_that_does_not_come_or_does_not_stay_is_not_as_expected() {
        var stage = stage(Stage.AUTO);
        // Something puts the node back into service whenever it is looked at after the act.
        lab.trouble = (point, order) -> {
            if (point.equals("observe")
                    && lab.done.contains(Lab.CORDON + " agent-4")
                    && !lab.done.contains(Lab.ON + " agent-4")) {
                lab.switches.put("agent-4.cordoned", "false");
            }
            return Optional.empty();
        };
        stage.deliver(incident(1));
        stage.play(stage.tenure(), LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(stage.plan().getStateReason()).contains("not as expected");
        assertThat(lab.value("agent-4", "allowScheduling")).isEqualTo("true");
    }

    @Test
    void a_world_that_does_not_answer_is_asked_again_and_a_target_that_changed_is_left_alone() {
        var stage = stage(Stage.APPROVE);
        lab.trouble = (point, order) -> {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "the API does not answer", null);
        };
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofMinutes(1));
        assertThat(stage.plans()).isEmpty();
        lab.trouble = (point, order) -> Optional.empty();
        stage.play(tenure, LONG);
        Plan plan = stage.plan();
        stage.responses.approve(Stage.yes(plan, "a"), ANNA, Stage.APPROVERS);
        lab.switches.put("agent-4.allowScheduling", "perhaps");
        stage.play(tenure, LONG);
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_FAILED);
        assertThat(stage.plan().getStateReason()).contains("target-unchanged");
        assertThat(lab.done).isEmpty();
    }

    @Test
    void a_target_that_comes_a_little_later_is_soon_found() {
        var stage = stage(Stage.APPROVE);
        lab.longhornKnowsIt = false;
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, Duration.ofSeconds(70));
        assertThat(stage.plans()).isEmpty();
        assertThat(stage.store
                        .read(sql -> Cases.find(sql, "inc-1"))
                        .orElseThrow()
                        .said())
                .contains("agent-4");
        lab.longhornKnowsIt = true;
        stage.play(tenure, Duration.ofSeconds(90));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
    }

    @Test
    void who_follows_sees_each_plan_in_its_newest_state_and_goes_on_without_a_gap() {
        var stage = stage(Stage.AUTO);
        stage.deliver(incident(1));
        Tenure tenure = stage.tenure();
        stage.play(tenure, LONG);
        var first = changes(stage, "");
        assertThat(first.getFirst().getPlan()).isEqualTo(stage.plan());
        assertThat(first.getFirst().hasResult()).isTrue();
        assertThat(first.getLast().getCaughtUp()).isTrue();
        String token = first.getLast().getResumeToken();
        assertThat(changes(stage, token)).hasSize(1);
        stage.deliver(Stage.incident("inc-2", 1, "agent-2", "two-switches"));
        stage.play(tenure, LONG);
        assertThat(changes(stage, token).getFirst().getPlan().getContent().getIncidentId())
                .isEqualTo("inc-2");
        assertThat(stage.responses
                        .queries()
                        .changes(WatchPlansRequest.newBuilder()
                                .setResumeToken("not a token")
                                .build()))
                .isInstanceOf(Answer.Invalid.class);
    }

    private static List<WatchPlansResponse> changes(Stage stage, String token) {
        var request = WatchPlansRequest.newBuilder().setResumeToken(token).build();
        return ((Answer.Done<List<WatchPlansResponse>>)
                        stage.responses.queries().changes(request))
                .value();
    }

    @Test
    void pages_of_plans_follow_each_other_without_a_gap() {
        var stage = stage(Stage.SHADOW);
        for (int i = 1; i <= 4; i++) {
            stage.deliver(Stage.incident("inc-" + i, 1, "agent-" + i, "two-switches"));
        }
        stage.play(stage.tenure(), Duration.ofSeconds(5));
        String token = "";
        Set<String> seen = new TreeSet<>();
        do {
            var request = ListPlansRequest.newBuilder()
                    .setPageSize(1)
                    .setPageToken(token)
                    .build();
            var page =
                    ((Answer.Done<ListPlansResponse>) stage.responses.queries().plans(request)).value();
            page.getPlansList()
                    .forEach(each -> assertThat(seen.add(each.getId())).isTrue());
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        assertThat(seen).hasSize(4);
    }
}
