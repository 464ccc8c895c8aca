package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.AuditAct;
import dev.sentinel.v1.AuditEntry;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.GetPolicyReportRequest;
import dev.sentinel.v1.GetPolicyReportResponse;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.ListAuditEntriesRequest;
import dev.sentinel.v1.ListAuditEntriesResponse;
import dev.sentinel.v1.LostTrust;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.PolicyMode;
import dev.sentinel.v1.PolicyScore;
import dev.sentinel.v1.RestoreTrustRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trust is lost by what goes wrong, kept on the books, and given back by people only. */
final class TrustTest {

    private static final Duration LONG = Duration.ofMinutes(20);
    private static final Actor ANNA = Stage.person("anna");

    @TempDir
    Path folder = Path.of("");

    private final HandClock time = new HandClock();
    private final Lab lab = new Lab(time);
    private Optional<Stage> open = Optional.empty();

    private Stage stage(String policy) {
        close();
        var stage = new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")),
                folder.resolve("files"),
                time,
                time,
                lab,
                Stage.rules(lab, policy, Stage.TWO_STEPS));
        open = Optional.of(stage);
        return stage;
    }

    @AfterEach
    void close() {
        open.ifPresent(Stage::close);
        open = Optional.empty();
    }

    private static Incident incident(String id, String node) {
        return Stage.incident(id, 1, node, "two-switches");
    }

    /** Something puts the node back into service whenever it is looked at after the act. */
    private void undoesCordons(String node) {
        lab.trouble = (point, order) -> {
            if (point.equals("observe")
                    && lab.done.contains(Lab.CORDON + " " + node)
                    && !lab.done.contains(Lab.ON + " " + node)) {
                lab.switches.put(node + ".cordoned", "false");
            }
            return Optional.empty();
        };
    }

    private static GetPolicyReportResponse report(Stage stage) {
        var report = ((Answer.Done<GetPolicyReportResponse>)
                        stage.responses.policyReport(GetPolicyReportRequest.getDefaultInstance()))
                .value();
        assertThat(Stage.CONTRACT.problems(report)).isEmpty();
        return report;
    }

    private static Plan plan(Stage stage, String incident) {
        return stage.plans().stream()
                .filter(each -> each.getContent().getIncidentId().equals(incident))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> policyChanges(Stage stage) {
        var request = ListAuditEntriesRequest.newBuilder()
                .addActs(AuditAct.AUDIT_ACT_POLICY_CHANGED)
                .build();
        return ((Answer.Done<ListAuditEntriesResponse>)
                        stage.responses.queries().audit(request))
                .value().getEntriesList().stream().map(AuditEntry::getSentence).toList();
    }

    @Test
    void what_went_wrong_by_itself_asks_people_until_one_of_them_trusts_it_again() {
        var first = stage(Stage.AUTO);
        undoesCordons("agent-4");
        first.deliver(incident("inc-1", "agent-4"));
        first.play(first.tenure(), LONG);
        assertThat(plan(first, "inc-1").getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(report(first).getLostList())
                .extracting(LostTrust::getAction, LostTrust::getCluster, LostTrust::getPlanId)
                .containsExactly(tuple(Lab.CORDON, "lab", plan(first, "inc-1").getId()));
        assertThat(policyChanges(first))
                .singleElement()
                .asString()
                .startsWith("People decide about kubernetes.node.cordon from now on");

        time.pass(Duration.ofDays(40));
        var later = stage(Stage.AUTO);
        Tenure tenure = later.tenure();
        later.deliver(incident("inc-2", "agent-3"));
        later.play(tenure, LONG);
        Plan asked = plan(later, "inc-2");
        assertThat(asked.getState()).isEqualTo(PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
        assertThat(asked.getMode()).isEqualTo(PolicyMode.POLICY_MODE_APPROVE);
        assertThat(asked.getStateReason()).contains("earned-trust", "when nobody was asked");

        var trust = RestoreTrustRequest.newBuilder()
                .setCluster("lab")
                .setAction(Lab.CORDON)
                .setReason("it was the cluster's own healer, which is off")
                .build();
        assertThat(later.responses.restoreTrust(trust, ANNA)).isInstanceOf(Answer.Done.class);
        assertThat(later.responses.restoreTrust(trust, ANNA)).isInstanceOf(Answer.NotFound.class);
        assertThat(report(later).getLostList()).isEmpty();
        assertThat(policyChanges(later)).last().asString().contains("counts for kubernetes.node.cordon again");
        later.deliver(incident("inc-3", "agent-2"));
        later.play(tenure, LONG);
        assertThat(plan(later, "inc-3").getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
    }

    @Test
    void a_plan_that_was_allowed_before_and_has_not_begun_is_put_to_people_too() {
        var stage = stage(Stage.AUTO);
        Tenure tenure = stage.tenure();
        undoesCordons("agent-4");
        var undoing = lab.trouble;
        var looks = new AtomicInteger();
        // The second plan is made, and then nobody can look at its node until the first one went wrong.
        lab.trouble = (point, order) -> {
            if (order.target().getName().equals("agent-3")
                    && looks.incrementAndGet() > 2
                    && !lab.done.contains(Lab.ON + " agent-4")) {
                throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "not now", null);
            }
            return undoing.at(point, order);
        };
        stage.deliver(incident("inc-1", "agent-4"), incident("inc-2", "agent-3"));
        stage.play(tenure, LONG);

        assertThat(plan(stage, "inc-1").getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(stage.plans())
                .filteredOn(each -> each.getContent().getIncidentId().equals("inc-2"))
                .extracting(Plan::getMode, Plan::getState)
                .containsExactlyInAnyOrder(
                        tuple(PolicyMode.POLICY_MODE_AUTO, PlanState.PLAN_STATE_WITHDRAWN),
                        tuple(PolicyMode.POLICY_MODE_APPROVE, PlanState.PLAN_STATE_WAITING_FOR_APPROVAL));
        assertThat(lab.done).noneMatch(each -> each.endsWith("agent-3"));
    }

    @Test
    void what_nobody_knows_is_bad_and_what_was_only_unclear_for_a_moment_is_not() {
        var stage = stage(Stage.AUTO);
        Tenure tenure = stage.tenure();
        lab.trouble = (point, order) -> point.equals("after")
                ? Optional.of(new Outcome.Unknown("the connection broke", "look"))
                : Optional.empty();
        stage.deliver(incident("inc-1", "agent-4"));
        stage.play(tenure, LONG);
        assertThat(report(stage).getLostList()).isEmpty();
        assertThat(report(stage).getScoresList())
                .hasSize(2)
                .allMatch(score -> score.getAgreed() == 1 && score.getBadOutcomes() == 0);

        lab.trouble = (point, order) ->
                point.equals("before") ? Optional.of(new Outcome.Unknown("timed out", "look")) : Optional.empty();
        stage.deliver(incident("inc-2", "agent-3"));
        stage.play(tenure, LONG);
        assertThat(plan(stage, "inc-2").getState()).isEqualTo(PlanState.PLAN_STATE_UNKNOWN);
        assertThat(report(stage).getLostList()).extracting(LostTrust::getAction).containsExactly(Lab.OFF);
    }

    @Test
    void what_a_person_takes_back_was_wrong() {
        var stage = stage(Stage.AUTO);
        Tenure tenure = stage.tenure();
        stage.deliver(incident("inc-1", "agent-4"));
        stage.play(tenure, LONG);
        var cancel = CancelPlanRequest.newBuilder()
                .setPlanId(plan(stage, "inc-1").getId())
                .setReason("we need the room")
                .setTakeBack(true)
                .setRequestId(UUID.randomUUID().toString())
                .build();
        assertThat(stage.responses.cancel(cancel, ANNA)).isInstanceOf(Answer.Done.class);

        assertThat(report(stage).getLostList())
                .hasSize(2)
                .allSatisfy(lost -> assertThat(lost.getReason()).contains("person:anna", "we need the room"));
        assertThat(report(stage).getScoresList())
                .hasSize(2)
                .allMatch(score -> score.getMode() == PolicyMode.POLICY_MODE_AUTO && score.getDisagreed() == 1);
    }

    @Test
    void thoughts_are_compared_with_what_people_do_past_sentinel_and_across_a_restart() {
        var first = stage(Stage.SHADOW);
        first.deliver(incident("inc-1", "agent-4"));
        first.play(first.tenure(), Duration.ofMinutes(1));
        assertThat(report(first).getScoresList()).hasSize(2).allMatch(score -> score.getPending() == 1);
        // Somebody does the first of the two by hand.
        time.pass(Duration.ofHours(1));
        lab.switches.put("agent-4.allowScheduling", "false");

        var later = stage(Stage.SHADOW);
        Tenure tenure = later.tenure();
        for (int i = 0; i < 50; i++) {
            later.play(tenure, Duration.ofMinutes(5));
        }
        assertThat(report(later).getScoresList())
                .extracting(PolicyScore::getAction, PolicyScore::getAgreed, PolicyScore::getNeedless)
                .containsExactly(tuple(Lab.CORDON, 0, 1), tuple(Lab.OFF, 1, 0));
        assertThat(lab.done).isEmpty();
    }

    @Test
    void what_nobody_could_look_at_is_not_judged() {
        var stage = stage(Stage.SHADOW);
        Tenure tenure = stage.tenure();
        stage.deliver(incident("inc-1", "agent-4"));
        stage.play(tenure, Duration.ofMinutes(1));
        lab.trouble = (point, order) -> {
            throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "the API does not answer", null);
        };
        for (int i = 0; i < 60; i++) {
            stage.play(tenure, Duration.ofMinutes(30));
        }
        assertThat(report(stage).getScoresList()).hasSize(2).allMatch(score -> score.getPending() == 1);
    }
}
