package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.trial.Worlds;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.LonghornRebuildCompleted;
import dev.sentinel.v1.PlanState;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step that waits for an event, whoever listens by then. */
final class AwaitedEventTest {

    private static final String RUNBOOK = """
            runbook: wait-for-it
            version: "1"
            title: "Wait for {pivot}"
            summary: "Turns a switch and waits to be told."
            answers: {patterns: ["*"], pivots: ["*"]}
            steps:
              - step: no-copies
                phase: stop
                action: longhorn.node.scheduling.off
                on: longhorn-node
                say: "no copies on {target}"
                expect: {say: "it is off", when: 'facts.allowScheduling == "false"', within: 2m}
              - step: told
                action: evidence.collect
                on: node
                say: "wait until a copy of {target} is whole"
                expect: {say: "a copy is whole", event: longhorn.rebuild.completed, within: 10m}
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

    private void isWholeOn(String node) {
        stage.hears(Event.newBuilder()
                .setSubject(Worlds.ref("longhorn.replica/longhorn-system/r-1"))
                .addRelated(Worlds.ref("kubernetes.node/" + node))
                .setLonghornRebuildCompleted(LonghornRebuildCompleted.getDefaultInstance()));
    }

    @Test
    void goes_on_when_it_comes_and_not_for_one_about_something_else_or_from_before() {
        isWholeOn("agent-4");
        time.pass(Duration.ofSeconds(1));
        stage.deliver(Stage.incident("inc-1", 1, "agent-4", "wait-for-it"));
        stage.play(stage.tenure(), Duration.ofMinutes(2));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_WAITING);

        stage.close();
        stage = reopened();
        Tenure tenure = stage.tenure();
        isWholeOn("agent-3");
        stage.play(tenure, Duration.ofMinutes(1));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_WAITING);

        isWholeOn("agent-4");
        stage.play(tenure, Duration.ofSeconds(5));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
    }

    @Test
    void one_that_came_while_nobody_acted_is_heard_of_by_the_next() {
        stage.deliver(Stage.incident("inc-1", 1, "agent-4", "wait-for-it"));
        stage.play(stage.tenure(), Duration.ofMinutes(2));
        isWholeOn("agent-4");
        stage.close();
        stage = reopened();
        stage.play(stage.tenure(), Duration.ofSeconds(5));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_SUCCEEDED);
    }

    @Test
    void one_that_does_not_come_in_time_has_what_was_done_taken_back() {
        stage.deliver(Stage.incident("inc-1", 1, "agent-4", "wait-for-it"));
        stage.play(stage.tenure(), Duration.ofMinutes(20));
        assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_TAKEN_BACK);
        assertThat(stage.plan().getStateReason())
                .contains("not as expected after 600 s", "no longhorn.rebuild.completed about agent-4 was heard since");
        assertThat(lab.done).endsWith(Lab.ON + " agent-4");
    }
}
