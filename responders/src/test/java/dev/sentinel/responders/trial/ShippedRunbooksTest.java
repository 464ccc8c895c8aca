package dev.sentinel.responders.trial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.policy.Reading;
import dev.sentinel.responders.runbooks.RunbookReader;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.shelf.Shelf;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The runbooks of the program are held to the tests beside them. */
final class ShippedRunbooksTest {
    private static final RunbookSet SET = set();
    private static final Policy POLICY = policy();

    @TestFactory
    Stream<DynamicTest> do_what_their_tests_say() {
        var trial = new Trial(new Planner(SET, Acts.vocabulary(), Guards.shipped(), POLICY), POLICY);
        return Shelf.shippedRunbooks().entrySet().stream()
                .filter(file -> RunbookSet.isTest(file.getKey()))
                .flatMap(file -> tests(trial, file.getKey(), file.getValue()));
    }

    private static Stream<DynamicTest> tests(Trial trial, String file, String text) {
        return switch (new TestReader().read(file, text)) {
            case TestReading.Bad bad ->
                Stream.of(DynamicTest.dynamicTest(
                        file, () -> assertThat(bad.problems()).isEmpty()));
            case TestReading.Good good ->
                trial.run(good).stream()
                        .map(result -> DynamicTest.dynamicTest(
                                "%s: %s".formatted(file, result.test()),
                                () -> assertThat(result.complaints()).isEmpty()));
        };
    }

    @Test
    void each_has_a_test_that_refuses() {
        SET.names()
                .forEach(name -> assertThat(Shelf.shippedRunbooks().get(name + ".tests.yaml"))
                        .contains("expect_none"));
    }

    @Test
    void are_the_six_that_patterns_name() {
        assertThat(SET.names())
                .isEqualTo(List.of(
                        "calm-rebuilds",
                        "collect-evidence",
                        "freeze-writer",
                        "hold-volume",
                        "quarantine-node",
                        "wait-out-replay"));
    }

    private static RunbookSet set() {
        return switch (RunbookSet.read(new RunbookReader(Acts.vocabulary()), Shelf.shippedRunbooks())) {
            case RunbookSet.Outcome.Good good -> good.set();
            case RunbookSet.Outcome.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    static Policy policy() {
        var actions = Acts.all().stream().map(each -> each.name()).toList();
        return switch (new PolicyReader(actions).read("default.yaml", Shelf.shippedPolicy())) {
            case Reading.Good good -> good.policy();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }
}
