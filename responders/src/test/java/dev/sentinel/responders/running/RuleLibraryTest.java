package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.trial.Acts;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.PauseRequest;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.ResumeRequest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that change while somebody acts by them. */
final class RuleLibraryTest {

    private static final String POLICY = """
            policy: ours
            version: "1"
            rules:
              - {rule: all, mode: approve}
            """;

    @TempDir
    Path folder = Path.of("");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private RuleLibrary open() throws Exception {
        var place = new RuleTexts.Place(Optional.of(folder.resolve("policy.yaml")), Optional.of(folder.resolve("own")));
        return RuleLibrary.open(new RuleReader(Acts.catalog(), Guards.shipped()), place, registry);
    }

    private void write(String policy) throws IOException {
        Files.createDirectories(folder.resolve("own"));
        Files.writeString(folder.resolve("policy.yaml"), policy);
    }

    private double refusals() {
        return registry.get("sentinel.responder.rules.refusals").counter().count();
    }

    @Test
    void a_changed_policy_comes_into_force_and_one_with_mistakes_does_not() throws Exception {
        write(POLICY);
        try (var library = open()) {
            write(POLICY.replace("\"1\"", "\"2\""));
            library.look();
            assertThat(library.get().policy().version()).isEqualTo("2");

            write(POLICY.replace("mode: approve", "mode: perhaps"));
            library.look();
            library.look();
            assertThat(library.get().policy().version()).isEqualTo("2");
            assertThat(library.get().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("policy.yaml:4", "perhaps"));
            assertThat(refusals()).as("said once").isEqualTo(1);
            assertThat(registry.get("sentinel.responder.rules.refused").gauge().value())
                    .isEqualTo(1);

            write(POLICY.replace("\"1\"", "\"2\""));
            library.look();
            assertThat(library.get().problem()).isEmpty();

            Files.delete(folder.resolve("policy.yaml"));
            library.look();
            assertThat(library.get().policy().version()).isEqualTo("2");
            assertThat(library.get().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be read"));
        }
    }

    @Test
    void a_runbook_with_a_mistake_leaves_everything_as_it_was() throws Exception {
        write(POLICY);
        try (var library = open()) {
            Files.writeString(folder.resolve("own").resolve("mine.yaml"), "runbook: mine\n");
            write(POLICY.replace("\"1\"", "\"2\""));
            library.look();
            assertThat(library.get().policy().version()).isEqualTo("1");
            assertThat(library.get().problem())
                    .hasValueSatisfying(why -> assertThat(why).contains("mine.yaml"));
        }
    }

    @Test
    void an_allowed_plan_that_has_not_begun_is_put_to_people_when_they_want_to_be_asked_by_then() {
        var time = new HandClock();
        var lab = new Lab(time);
        var rules = new AtomicReference<>(Stage.rules(lab, Stage.AUTO, Stage.TWO_STEPS));
        try (var stage = new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")),
                folder.resolve("files"),
                time,
                time,
                lab,
                rules::get)) {
            Tenure tenure = stage.tenure();
            var anna = Stage.person("anna");
            stage.responses.pause(PauseRequest.newBuilder().setReason("look").build(), anna);
            stage.deliver(Stage.incident("inc-1", 1, "agent-4", "two-switches"));
            stage.play(tenure, Duration.ofMinutes(1));
            Plan allowed = stage.plan();
            assertThat(allowed.getState()).isEqualTo(PlanState.PLAN_STATE_APPROVED);

            rules.set(Stage.rules(lab, Stage.APPROVE, Stage.TWO_STEPS));
            stage.responses.resume(
                    ResumeRequest.newBuilder().setReason("looked").build(), anna);
            stage.play(tenure, Duration.ofMinutes(5));

            assertThat(lab.done).isEmpty();
            assertThat(stage.plans()).hasSize(2).anySatisfy(old -> {
                assertThat(old.getId()).isEqualTo(allowed.getId());
                assertThat(old.getContent()).as("it stays what it was").isEqualTo(allowed.getContent());
                assertThat(old.getState()).isEqualTo(PlanState.PLAN_STATE_WITHDRAWN);
                assertThat(old.getStateReason()).contains("the policy is stricter now: eager/all");
            });
            assertThat(stage.plans()).anyMatch(asked -> asked.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL);
        }
    }

    @Test
    void guards_go_by_the_bounds_that_are_in_force_when_it_is_done() {
        var time = new HandClock();
        var lab = new Lab(time);
        var rules = new AtomicReference<>(Stage.rules(lab, Stage.APPROVE, Stage.TWO_STEPS));
        try (var stage = new Stage(
                new StoreConfig.Sqlite(folder.resolve("sentinel.db")),
                folder.resolve("files"),
                time,
                time,
                lab,
                rules::get)) {
            Tenure tenure = stage.tenure();
            stage.deliver(Stage.incident("inc-1", 1, "agent-4", "two-switches"));
            stage.play(tenure, Duration.ofMinutes(1));
            stage.responses.approve(Stage.yes(stage.plan(), "a"), Stage.person("anna"), Stage.APPROVERS);
            rules.set(Stage.rules(
                    lab,
                    Stage.APPROVE.replace("cool_down: 1s", "cool_down: 1s, exclude: [kubernetes.io/hostname]"),
                    Stage.TWO_STEPS));
            lab.labels.put("kubernetes.io/hostname", "agent-4");
            stage.play(tenure, Duration.ofMinutes(5));

            assertThat(lab.done).isEmpty();
            assertThat(stage.plan().getState()).isEqualTo(PlanState.PLAN_STATE_FAILED);
            assertThat(stage.plan().getStateReason()).contains("excluded");
        }
    }
}
