package dev.sentinel.responders.shelf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.responders.guards.Guard;
import dev.sentinel.responders.guards.Guards;
import dev.sentinel.responders.plan.Planner;
import dev.sentinel.responders.policy.Policy;
import dev.sentinel.responders.policy.PolicyReader;
import dev.sentinel.responders.runbooks.Reading;
import dev.sentinel.responders.runbooks.Runbook;
import dev.sentinel.responders.runbooks.RunbookReader;
import dev.sentinel.responders.runbooks.RunbookSet;
import dev.sentinel.responders.trial.Acts;
import dev.sentinel.responders.trial.Result;
import dev.sentinel.responders.trial.TestReader;
import dev.sentinel.responders.trial.TestReading;
import dev.sentinel.responders.trial.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows can be used as it stands there. */
final class DocumentationTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void the_runbook_does_what_the_tests_beside_it_say() throws IOException {
        var blocks = blocks("runbooks.md");
        var tests = (TestReading.Good) new TestReader().read("runbooks.md", blocks.get(1));
        var planner = new Planner(
                new RunbookSet(List.of(runbook(blocks.getFirst()))),
                Acts.vocabulary(),
                Guards.shipped(),
                policy(Shelf.shippedPolicy()));

        assertThat(new Trial(planner, policy(Shelf.shippedPolicy())).run(tests))
                .hasSize(2)
                .flatExtracting(Result::complaints)
                .isEmpty();
    }

    @Test
    void the_policy_can_be_in_force() throws IOException {
        assertThat(policy(blocks("policy.md").getFirst()).bounds())
                .as("it shows the defaults")
                .isEqualTo(policy(Shelf.shippedPolicy()).bounds());
    }

    @Test
    void every_guard_is_explained_with_its_weight() throws IOException {
        var text = text("runbooks.md");

        assertThat(Guards.shipped().all())
                .allSatisfy(guard -> assertThat(text)
                        .containsPattern("\\| `%s` \\|[^|]+\\| %s \\|".formatted(guard.name(), weight(guard))));
    }

    @Test
    void every_shipped_runbook_is_named() throws IOException {
        var text = text("runbooks.md");

        Shelf.shippedRunbooks().keySet().stream()
                .filter(file -> !RunbookSet.isTest(file))
                .forEach(file -> assertThat(text).contains("| `" + file.replace(".yaml", "") + "` |"));
    }

    private static String weight(Guard guard) {
        return guard.weight().name().toLowerCase(Locale.ROOT);
    }

    private static Runbook runbook(String text) {
        return switch (new RunbookReader(Acts.vocabulary()).read("runbooks.md", text)) {
            case Reading.Good good -> good.runbook();
            case Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    private static Policy policy(String text) {
        var actions = Acts.all().stream().map(each -> each.name()).toList();
        return switch (new PolicyReader(actions).read("policy.md", text)) {
            case dev.sentinel.responders.policy.Reading.Good good -> {
                assertThat(good.warnings()).isEmpty();
                yield good.policy();
            }
            case dev.sentinel.responders.policy.Reading.Bad bad -> throw new AssertionError(bad.problems());
        };
    }

    private static List<String> blocks(String page) throws IOException {
        return BLOCK.matcher(text(page)).results().map(each -> each.group(1)).toList();
    }

    private static String text(String page) throws IOException {
        return Files.readString(Path.of("../docs", page), UTF_8);
    }
}
