package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.Sentinel;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.demo.Curtain;
import dev.sentinel.app.demo.Narrator;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.Shipped;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that is shipped, played as {@code sentinel demo} plays it: what nobody expected fails it. */
@Execution(ExecutionMode.CONCURRENT)
final class ScenariosTest {
    private static final BuildInfo BUILD = new BuildInfo("1.2.3", "abc");

    @TempDir
    Path folder;

    static List<String> shipped() {
        return Shipped.names();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void what_is_expected_happens_and_nothing_else(String name) throws Exception {
        Scenario scenario = Shipped.find(name).orElseThrow();
        var theatre = new Theatre(
                new ConfigReader(new Surroundings(folder, Optional.empty())),
                (config, tempo) -> Sentinel.start(config, EnumSet.allOf(Role.class), BUILD, tempo),
                Curtain.open());

        Verdict verdict = theatre.play(scenario, folder, 1, Narrator.silent());

        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.figures().journaled()).isPositive();
    }
}
