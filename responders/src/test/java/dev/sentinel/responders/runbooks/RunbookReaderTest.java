package dev.sentinel.responders.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.trial.Acts;
import dev.sentinel.yaml.Problem;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunbookReaderTest {
    private static final RunbookReader READER = new RunbookReader(Acts.vocabulary());

    private static final String HEAD = """
        runbook: mine
        version: "1"
        title: "Help {pivot}"
        summary: "What it does."
        answers: {patterns: ["*"], pivots: ["*"]}
        """;
    private static final String STOP = """
          - step: stop
            phase: stop
            action: kubernetes.workload.scale
            on: writers
            with: {replicas: 0}
            say: "{target} stops"
            expect: {say: "it runs no more", when: 'facts.running == "0"', within: 5m}
        """;
    private static final String KEEP = """
          - step: keep
            phase: preserve
            action: evidence.collect
            on: volumes
            say: "keep it"
            expect: {say: "a bundle", when: 'facts.bundle != ""', within: 5m}
        """;
    private static final String SOUND = """
          - step: sound
            phase: heal
            action: longhorn.volume.observe
            on: volumes
            say: "wait for {target}"
            expect: {say: "it is healthy", when: 'facts.robustness == "healthy"', within: 6h, hold: 30m}
        """;
    private static final String START = """
          - step: start
            phase: restart
            action: kubernetes.workload.scale
            on: writers
            with: {replicas: 1}
            say: "{target} starts"
            expect: {say: "it runs", when: 'facts.running == "1"', within: 5m}
        """;

    @Test
    void reads_steps_in_the_order_of_every_repair() {
        var runbook = good(HEAD + "steps:\n" + STOP + KEEP + SOUND + START);

        assertThat(runbook.steps()).extracting(Step::name).containsExactly("stop", "keep", "sound", "start");
        assertThat(runbook.steps().get(3).after()).containsExactly("sound");
        assertThat(runbook.steps().get(2).expected().getHoldSeconds()).isEqualTo(1800);
        assertThat(runbook.onlyReads()).isFalse();
    }

    @Test
    void nothing_is_restarted_on_storage_that_nobody_saw_hold() {
        assertThat(problems(HEAD + "steps:\n" + STOP + KEEP + START))
                .singleElement()
                .asString()
                .startsWith("mine.yaml:21: steps[3].phase: nothing is restarted on storage that may still fail");
        assertThat(problems(HEAD + "steps:\n" + STOP + SOUND.replace(", hold: 30m", "") + START))
                .singleElement()
                .asString()
                .contains("nothing is restarted on storage that may still fail");
    }

    @Test
    void a_step_waits_for_an_event_or_a_condition_or_both() {
        var event = "expect: {say: \"it is whole\", event: longhorn.rebuild.completed, within: 6h}";
        var waits = SOUND.replaceAll("expect:.*\\}", event);

        assertThat(good(HEAD + "steps:\n" + waits).steps().getFirst().expected().getEventKind())
                .isEqualTo("longhorn.rebuild.completed");
        assertThat(problems(HEAD + "steps:\n" + waits.replace("completed", "complete")))
                .singleElement()
                .asString()
                .contains("nobody tells who acts of \"longhorn.rebuild.complete\"")
                .contains("longhorn.rebuild.completed");
        assertThat(problems(HEAD + "steps:\n" + waits.replace("within: 6h", "within: 6h, hold: 1m")))
                .as("an event does not hold")
                .hasSize(1);
        assertThat(problems(HEAD + "steps:\n" + waits.replace("event: longhorn.rebuild.completed, ", "")))
                .singleElement()
                .asString()
                .contains("when");
    }

    @Test
    void a_start_cannot_be_passed_off_as_something_else() {
        assertThat(problems(HEAD + "steps:\n" + STOP.replace("replicas: 0", "replicas: 2")))
                .singleElement()
                .asString()
                .contains("it starts a writer, which belongs to restart");
        assertThat(problems(HEAD + "steps:\n" + STOP.replace("    with: {replicas: 0}\n", "")))
                .singleElement()
                .asString()
                .contains("it starts a writer");
    }

    @Test
    void phases_do_not_go_backwards() {
        assertThat(problems(HEAD + "steps:\n" + KEEP + STOP))
                .singleElement()
                .asString()
                .contains("stop comes after preserve of step \"keep\"");
    }

    @Test
    void what_is_destructive_is_preceded_by_evidence_and_names_the_loss() {
        var park = START.replace("step: start", "step: park")
                .replace("phase: restart", "phase: repair")
                .replace("kubernetes.workload.scale", "files.park")
                .replace("    with: {replicas: 1}\n", "");

        assertThat(problems(HEAD + "steps:\n" + STOP + park))
                .extracting(Object::toString)
                .anyMatch(each -> each.contains("a step of preserve has to come before it"))
                .anyMatch(each -> each.contains("\"loss\" has to say what may be lost"));
        assertThat(good(HEAD + "loss: samples since the last block\nsteps:\n" + STOP + KEEP + park)
                        .possibleLoss())
                .isEqualTo("samples since the last block");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "action: kubernetes.workload.scale|action: kubernetes.workload.scal|did you mean"
                        + " \"kubernetes.workload.scale\"?",
                "on: writers|on: writer|did you mean \"writers\"?",
                "on: writers|on: longhorn-node|finds longhorn.node, and kubernetes.workload.scale is done to",
                "phase: stop|phase: stopp|did you mean \"stop\"?",
                "replicas: 0|replicas: none|\"none\" is not a whole number",
                "replicas: 0|replica: 0|did you mean \"replicas\"?",
                "'{target} stops'|'{targets} stops'|did you mean \"target\"?",
                "within: 5m|within: 8d|a step waits at most 7d",
                "within: 5m|hold: 5m|\"steps[1].expect.within\" is missing",
                "facts.running|fact.running|a fact is asked for like",
                "phase: stop|guards: [volume-flaping]|did you mean \"volume-flapping\"?",
                "phase: stop|guards: [volume-flapping]|\"steps[1].phase\" is missing",
                "phase: stop|phase: stop, after: [x]|not valid YAML",
                "say:|sayy:|did you mean \"say\"?"
            })
    void says_what_is_wrong_and_what_was_meant(String right, String wrong, String words) {
        var text = HEAD + "steps:\n" + STOP.replace("\"{target} stops\"", "'{target} stops'");

        assertThat(problems(text.replace(right, wrong)))
                .extracting(Object::toString)
                .anyMatch(each -> each.contains(words));
    }

    @Test
    void tells_all_mistakes_at_once() {
        var text = (HEAD + "steps:\n" + STOP)
                .replace("runbook: mine", "runbook: My Book")
                .replace("{pivot}", "{node}")
                .replace("5m", "soon");

        assertThat(problems(text)).hasSize(3);
    }

    @Test
    void a_required_argument_that_is_missing_is_told_with_what_it_is_for() {
        var text = HEAD
                + "steps:\n"
                + STOP.replace("kubernetes.workload.scale", "longhorn.setting.auto_balance")
                        .replace("on: writers", "on: auto-balance-setting")
                        .replace("    with: {replicas: 0}\n", "");

        assertThat(problems(text))
                .singleElement()
                .asString()
                .contains("longhorn.setting.auto_balance needs \"value\": best-effort, disabled, least-effort");
    }

    @Test
    void a_runbook_has_as_many_steps_as_it_may_and_no_more() {
        assertThat(good(HEAD + "steps:\n" + steps(StepReader.MOST_STEPS)).steps())
                .hasSize(StepReader.MOST_STEPS);
        assertThat(problems(HEAD + "steps:\n" + steps(StepReader.MOST_STEPS + 1)))
                .singleElement()
                .asString()
                .contains("a runbook has 1 to 32 steps");
    }

    private static String steps(int count) {
        var steps = new StringBuilder();
        for (int i = 0; i < count; i++) {
            steps.append(KEEP.replace("step: keep", "step: keep-" + i));
        }
        return steps.toString();
    }

    @Test
    void one_bad_file_makes_a_set_bad_and_names_are_there_once() {
        var files = new TreeMap<String, String>();
        files.put("a.yaml", HEAD + "steps:\n" + KEEP);
        files.put("b.yaml", HEAD + "steps:\n" + KEEP);
        files.put("b.tests.yaml", "not read here");

        assertThat(RunbookSet.read(READER, files))
                .isInstanceOfSatisfying(
                        RunbookSet.Outcome.Bad.class,
                        bad -> assertThat(bad.problems())
                                .singleElement()
                                .asString()
                                .isEqualTo("b.yaml: the runbook \"mine\" is in a.yaml already; give one of them another"
                                        + " name"));
    }

    private static Runbook good(String text) {
        return switch (READER.read("mine.yaml", text)) {
            case Reading.Good good -> good.runbook();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    private static List<Problem> problems(String text) {
        return switch (READER.read("mine.yaml", text)) {
            case Reading.Good good -> List.of();
            case Reading.Bad bad -> bad.problems();
        };
    }
}
