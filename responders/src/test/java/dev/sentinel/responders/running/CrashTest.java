package dev.sentinel.responders.running;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.actions.NoAnswer;
import dev.sentinel.responders.actions.Outcome;
import dev.sentinel.responders.books.Plans;
import dev.sentinel.transport.store.StoreConfig;
import dev.sentinel.v1.ActionResult;
import dev.sentinel.v1.Incident;
import dev.sentinel.v1.Plan;
import dev.sentinel.v1.PlanState;
import dev.sentinel.v1.StepProgress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that ends at any moment, again and again, while everything is delivered again. */
final class CrashTest {

    private static final int RUNS = Integer.getInteger("sentinel.crash.runs", 60);
    private static final int MOST_ENDS = 12;
    private static final int LONGEST_LIFE = 120;

    @TempDir
    Path folder = Path.of("");

    @Test
    void each_act_is_done_once_or_reported_unknown_and_never_done_twice() {
        Map<PlanState, Integer> ends = new EnumMap<>(PlanState.class);
        int deaths = 0;
        var rules = Stage.rules(new Lab(Clock.systemUTC()), Stage.APPROVE, Stage.TWO_STEPS);
        for (int seed = 0; seed < RUNS; seed++) {
            var run = new Run(seed, rules);
            Plan plan = run.play();
            deaths += run.deaths;
            ends.merge(plan.getState(), 1, Integer::sum);
            assertThat(run.lab.applied.values())
                    .as("seed %d: %s", seed, run.lab.done)
                    .allMatch(times -> times == 1);
            for (StepProgress step : plan.getProgressList()) {
                boolean done = run.lab.applied.containsKey(plan.getId() + "." + step.getNumber());
                switch (step.getState()) {
                    case STEP_STATE_SUCCEEDED, STEP_STATE_TAKEN_BACK ->
                        assertThat(done)
                                .as("seed %d: step %d", seed, step.getNumber())
                                .isTrue();
                    case STEP_STATE_PENDING, STEP_STATE_FAILED, STEP_STATE_REFUSED ->
                        assertThat(done)
                                .as("seed %d: step %d", seed, step.getNumber())
                                .isFalse();
                    case STEP_STATE_UNKNOWN ->
                        assertThat(run.results).as("seed %d", seed).anyMatch(ActionResult::hasUnknown);
                    case STEP_STATE_STARTED,
                            STEP_STATE_WAITING,
                            STEP_STATE_VERIFYING,
                            STEP_STATE_SKIPPED,
                            STEP_STATE_UNSPECIFIED,
                            UNRECOGNIZED ->
                        throw new AssertionError(
                                "seed %d: step %d is %s at the end".formatted(seed, step.getNumber(), step.getState()));
                }
            }
        }
        // The runs must have shown what they are about: successes, doubts and many deaths.
        assertThat(ends.get(PlanState.PLAN_STATE_SUCCEEDED)).isGreaterThan(RUNS / 4);
        assertThat(ends.get(PlanState.PLAN_STATE_UNKNOWN)).isGreaterThan(RUNS / 50);
        assertThat(deaths).isGreaterThan(RUNS * 2);
    }

    private final class Run {
        private final Random dice;
        private final HandClock time = new HandClock();
        private final Lab lab = new Lab(time);
        private final Rules rules;
        private final StoreConfig place;
        private final Path files;
        private MortalClock life = new MortalClock(time, Integer.MAX_VALUE);
        private List<ActionResult> results = List.of();
        private int deaths;

        Run(int seed, Rules rules) {
            this.dice = new Random(seed);
            this.rules = rules;
            this.place = new StoreConfig.Sqlite(folder.resolve(seed + ".db"));
            this.files = folder.resolve("files-" + seed);
            lab.trouble = (point, order) -> {
                life.breathe();
                int chance = dice.nextInt(100);
                if (point.equals("observe")) {
                    if (chance < 4) {
                        throw new NoAnswer(NoAnswer.Why.UNREACHABLE, "no answer", null);
                    }
                    return Optional.empty();
                }
                if (chance < 4 && point.equals("before")) {
                    return Optional.of(new Outcome.Failed("busy", true));
                }
                // An answer that is lost: before the effect or after it, nobody can tell.
                return chance < 7 ? Optional.of(new Outcome.Unknown("timed out", "look")) : Optional.empty();
            };
        }

        Plan play() {
            while (true) {
                boolean last = deaths >= MOST_ENDS;
                life = new MortalClock(time, last ? Integer.MAX_VALUE : 1 + dice.nextInt(LONGEST_LIFE));
                try (var stage = new Stage(place, files, life, time, lab, rules)) {
                    Optional<Plan> ended = live(stage);
                    if (ended.isPresent()) {
                        return ended.get();
                    }
                } catch (RuntimeException e) {
                    if (!life.ended()) {
                        throw e;
                    }
                }
                deaths++;
                time.pass(Duration.ofMillis(dice.nextInt(40_000)));
            }
        }

        private Optional<Plan> live(Stage stage) {
            Incident incident = Stage.incident("inc-1", 1, "agent-4", "two-switches");
            stage.deliver(incident, incident);
            Tenure tenure = stage.tenure();
            for (int round = 0; round < 400; round++) {
                Duration rest = tenure.work();
                time.pass(rest.isZero() ? Duration.ofMillis(1) : rest);
                for (Plan plan : stage.plans()) {
                    if (plan.getState() == PlanState.PLAN_STATE_WAITING_FOR_APPROVAL) {
                        // The same answer each time: it counts once, whatever else happens.
                        stage.responses.approve(Stage.yes(plan, "n"), Stage.person("approver"), Stage.APPROVERS);
                    }
                    if (Plans.ENDS.contains(plan.getState())) {
                        results = stage.books.read(sql -> Plans.results(sql, plan.getId(), 256));
                        assertThat(Stage.CONTRACT.problems(plan)).isEmpty();
                        assertThat(results)
                                .allMatch(each -> Stage.CONTRACT.problems(each).isEmpty());
                        assertThat(stage.responses.queries().verify().getProblem())
                                .isEmpty();
                        return Optional.of(plan);
                    }
                }
            }
            throw new AssertionError("it never ended: " + stage.plans());
        }
    }
}
