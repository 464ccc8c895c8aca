package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.books.Plans;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.CancelPlanRequest;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.IncidentState;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What has been over for as long as it is kept goes, with everything about it; what is owed stays, and the audit. */
final class PruningTest {

    private static final List<String> TABLES = List.of(
            "response_plan",
            "response_result",
            "response_step",
            "response_inverse",
            "response_ticket",
            "response_approval");

    @TempDir
    Path folder = Path.of("");

    private final HandClock time = new HandClock();
    private final Lab lab = new Lab(time);
    private Stage stage;

    @BeforeEach
    void open() {
        stage = new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")),
                folder.resolve("files"),
                time,
                time,
                lab,
                Stage.rules(lab, Stage.APPROVE, Stage.TWO_STEPS));
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private static Incident incident(String id, String node) {
        return Stage.incident(id, 1, node, "two-switches");
    }

    private static Incident over(Incident incident) {
        return incident.toBuilder()
                .setRevision(2)
                .setState(IncidentState.INCIDENT_STATE_RESOLVED)
                .build();
    }

    private long rows(String table) {
        return stage.store.read(sql -> sql.one("select count(*) as n from " + table, row -> row.number("n"))
                .orElseThrow());
    }

    private void approve(String nonce) {
        Plan waiting = stage.plans().stream()
                .filter(each -> each.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL)
                .findFirst()
                .orElseThrow();
        stage.responses.approve(Stage.yes(waiting, nonce), Stage.person("anna"), Stage.APPROVERS);
    }

    @Test
    void plans_with_all_that_was_said_and_done_go_when_their_time_is_over_and_never_before() {
        Tenure tenure = stage.tenure();
        stage.deliver(incident("inc-1", "agent-4"));
        stage.play(tenure, Duration.ofMinutes(1));
        approve("a");
        stage.play(tenure, Duration.ofMinutes(5));
        Plan first = stage.plan();
        stage.responses.cancel(
                CancelPlanRequest.newBuilder()
                        .setPlanId(first.getId())
                        .setReason("done with it")
                        .setTakeBack(true)
                        .setRequestId(UUID.randomUUID().toString())
                        .build(),
                Stage.person("anna"));
        stage.play(tenure, Duration.ofMinutes(5));
        stage.deliver(over(incident("inc-1", "agent-4")));
        stage.play(tenure, Duration.ofMinutes(1));
        long before = rows("audit_entry");
        TABLES.forEach(table -> assertThat(rows(table)).as(table).isPositive());

        time.pass(Duration.ofDays(29));
        stage.play(tenure, Duration.ofMinutes(2));
        assertThat(stage.plans()).extracting(Plan::getId).containsExactly(first.getId());

        time.pass(Duration.ofDays(2));
        stage.play(tenure, Duration.ofMinutes(2));
        TABLES.forEach(table -> assertThat(rows(table)).as(table).isZero());
        assertThat(rows("audit_entry")).isGreaterThanOrEqualTo(before);
        assertThat(stage.responses.queries().verify().getIntact()).isTrue();
    }

    @Test
    void what_is_still_owed_or_of_an_incident_that_lasts_stays() {
        Tenure tenure = stage.tenure();
        stage.deliver(incident("owing", "agent-4"));
        stage.play(tenure, Duration.ofMinutes(1));
        approve("a");
        stage.play(tenure, Duration.ofMinutes(5));
        stage.deliver(over(incident("owing", "agent-4")), incident("lasting", "agent-3"));
        stage.play(tenure, Duration.ofMinutes(1));
        // Nobody answers: it expires, and is made again, for as long as the incident lasts.
        time.pass(Duration.ofDays(40));
        stage.play(tenure, Duration.ofMinutes(10));

        assertThat(stage.plans())
                .extracting(each -> each.getContent().getIncidentId())
                .contains("owing", "lasting");
    }

    @Test
    void no_more_is_removed_at_once_than_the_limit() {
        Tenure tenure = stage.tenure();
        for (int i = 0; i < 3; i++) {
            stage.deliver(incident("inc-" + i, "agent-" + (i + 1)));
            stage.play(tenure, Duration.ofMinutes(1));
            stage.deliver(over(incident("inc-" + i, "agent-" + (i + 1))));
            stage.play(tenure, Duration.ofMinutes(1));
        }
        time.pass(Duration.ofDays(31));
        int gone = stage.books.write(page -> Plans.forget(page.sql(), Duration.ofDays(30), 2));

        assertThat(gone).isEqualTo(2);
        assertThat(stage.plans()).hasSize(1);
    }
}
