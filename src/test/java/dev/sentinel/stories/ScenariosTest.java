package dev.sentinel.stories;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.Sentinel;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.cli.Cli;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.SentinelConfig;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.demo.Curtain;
import dev.sentinel.app.demo.Narrator;
import dev.sentinel.app.demo.Theatre;
import dev.sentinel.app.demo.Verdict;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Running;
import dev.sentinel.app.wiring.Role;
import dev.sentinel.lab.scenario.Scenario;
import dev.sentinel.lab.scenario.ScenarioReader;
import dev.sentinel.lab.scenario.ScenarioReading;
import dev.sentinel.lab.scenario.Shipped;
import dev.sentinel.transport.tempo.Tempo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scenario that is shipped, played as {@code sentinel demo} plays it: what nobody expected fails it. */
@Execution(ExecutionMode.CONCURRENT)
final class ScenariosTest {
    static final BuildInfo BUILD = new BuildInfo("1.2.3", "abc");

    @TempDir
    Path folder;

    static List<String> shipped() {
        return Shipped.names();
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void what_is_expected_happens_and_nothing_else(String name) throws Exception {
        Verdict verdict = play(name, ScenariosTest::all, Narrator.silent());

        assertThat(verdict.broken()).isEmpty();
        assertThat(verdict.figures().journaled()).isPositive();
        assertThat(Recorded.in(folder, reader()).complaints()).isEmpty();
    }

    /** At the worst moment: something is suspected, and nobody was told yet. */
    @Test
    void it_is_the_same_when_the_program_is_stopped_and_started_in_the_middle() throws Exception {
        Restarted program = new Restarted();

        Verdict verdict = play("instance-manager-flaps", program, program.atTheFirstBelief());

        assertThat(program.restarts()).isOne();
        // What the first life counted as known already died with it; that nothing is lost is held by
        // KilledInTheMiddleTest.
        assertThat(verdict.broken())
                .filteredOn(finding -> !finding.what().contains("events out"))
                .isEmpty();
    }

    /** What happened to somebody, each thing told twice, becomes a file that anybody may see, and that is the same story. */
    @Test
    void what_was_delivered_twice_is_the_same_and_an_incident_of_it_is_captured_and_played_again() throws Exception {
        Echo echo = new Echo();
        Verdict twice = play("instance-manager-flaps", echo, echo);
        assertThat(twice.broken()).isEmpty();
        assertThat(echo.told()).isNotEmpty();
        assertThat(Recorded.in(folder, reader()).ids()).containsAll(echo.told()).doesNotHaveDuplicates();

        Path captured = folder.resolve("captured.yaml");
        var out = new StringWriter();
        var cli = new Cli(reader(), BUILD, (config, roles, tempo) -> {
            throw new AssertionError("nothing is to be started");
        });
        String config = folder.resolve("sentinel.yaml").toString();
        assertThat(cli.run(new PrintWriter(out), new PrintWriter(out), "incidents", "list", "--all", "-c", config))
                .as(out.toString())
                .isZero();
        String incident = out.toString()
                .lines()
                .filter(line -> line.contains("instance-manager-flaps") && !line.contains("suspected"))
                .map(line -> line.split("\\s+", 2)[0])
                .findFirst()
                .orElseThrow();

        assertThat(cli.run(
                        new PrintWriter(out),
                        new PrintWriter(out),
                        "capture",
                        "--incident",
                        incident,
                        "--out",
                        captured.toString(),
                        "-c",
                        config))
                .as(out.toString())
                .isZero();

        String text = Files.readString(captured);
        assertThat(text).doesNotContain("agent-1", "rabbitmq", "pvc-");
        Scenario scenario = ((ScenarioReading.Good) ScenarioReader.read("captured.yaml", text)).scenario();
        Verdict verdict = new Theatre(reader(), ScenariosTest::all, Curtain.open())
                .play(scenario, Files.createDirectory(folder.resolve("again")), 1, Narrator.silent());
        assertThat(verdict.broken()).isEmpty();
    }

    private static Running all(SentinelConfig config, Tempo tempo) throws CannotStart {
        return Sentinel.start(config, EnumSet.allOf(Role.class), BUILD, tempo);
    }

    private Verdict play(String name, Theatre.Program program, Narrator narrator) throws Exception {
        return new Theatre(reader(), program, Curtain.open())
                .play(Shipped.find(name).orElseThrow(), folder, 1, narrator);
    }

    private ConfigReader reader() {
        return new ConfigReader(new Surroundings(folder, Optional.empty()));
    }
}
