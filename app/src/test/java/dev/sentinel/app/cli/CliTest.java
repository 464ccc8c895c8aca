package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Surroundings;
import dev.sentinel.app.lifecycle.CannotStart;
import dev.sentinel.app.lifecycle.Closing;
import dev.sentinel.app.lifecycle.Running;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CliTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @Test
    void tells_its_version_and_commit() {
        assertThat(run("--version")).isZero();
        assertThat(out).hasToString("sentinel 1.2.3 (commit abc)\n");
    }

    @Test
    void help_names_the_commands_and_the_exit_codes() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains("run ", "config ", "generate-completion", "6     something needed is unavailable");
        assertThat(err).hasToString("");
    }

    @Test
    void every_command_that_help_names_helps_by_itself() {
        run("--help");
        var names = out.toString()
                .lines()
                .dropWhile(line -> !line.startsWith("Commands:"))
                .skip(1)
                .takeWhile(line -> line.startsWith("  "))
                .filter(line -> line.charAt(2) != ' ')
                .map(line -> line.strip().split(" ", -1)[0])
                .toList();
        assertThat(names).contains("run", "config", "patterns").hasSizeGreaterThan(12);
        for (var name : names) {
            out.getBuffer().setLength(0);
            assertThat(run(name, "--help")).as(name).isZero();
            assertThat(out.toString()).contains("sentinel " + name);
        }
    }

    @Test
    void no_command_is_a_mistake_that_says_where_help_is() {
        assertThat(run()).isEqualTo(2);
        assertThat(err).hasToString("sentinel: a command is missing\nSee: sentinel --help\n");
    }

    @Test
    void a_scenario_that_is_no_text_is_a_mistake_of_whoever_names_it() throws IOException {
        Path file = Files.write(folder.resolve("mine.yaml"), new byte[] {'a', ':', (byte) 0xff, (byte) 0xfe});

        assertThat(run("demo", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("mine.yaml is no text in UTF-8");
    }

    @Test
    void who_wants_to_open_the_console_is_told_that_there_is_none() {
        assertThat(run("demo", "--open", "nothing-of-this-name")).isEqualTo(3);
        assertThat(err.toString()).contains("There is no console yet");
    }

    @Test
    void a_book_of_drills_that_is_none_is_said_before_anything_is_played() throws IOException {
        Path book = Files.write(folder.resolve("book"), new byte[] {(byte) 0xff, (byte) 0xfe});

        assertThat(run("drill", "--list", "--book", book.toString())).isEqualTo(6);
        assertThat(run("drill", "new-node-poisons-telemetry", "--book", book.toString()))
                .isEqualTo(6);
        assertThat(err.toString()).contains("book is no text in UTF-8").doesNotContain("fault of the program");
    }

    @Test
    void half_a_command_is_told_its_other_halves() {
        assertThat(run("config")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sentinel: say what to do: config check, or config show\n");
    }

    @Test
    void a_slip_in_a_command_is_answered_with_the_right_one() {
        assertThat(run("config", "shwo")).isEqualTo(2);
        assertThat(err.toString()).contains("'shwo'", "config show", "See: sentinel config --help");
    }

    @Test
    void a_hostile_argument_does_not_reach_the_terminal() {
        assertThat(run("\u001b[2J")).isEqualTo(2);
        assertThat(err.toString()).contains("\\u001b[2J").doesNotContain("\u001b");
    }

    @Test
    void config_check_says_good_on_stdout() throws IOException {
        var file = Files.writeString(folder.resolve("good.yaml"), "cluster: prod");

        assertThat(run("config", "check", file.toString())).isZero();
        assertThat(out.toString()).matches("\\Q%s\\E: good, \\d{2,3} settings\n".formatted(file));
    }

    @Test
    void config_check_tells_all_problems_on_stderr_and_exits_with_2() throws IOException {
        var file = Files.writeString(folder.resolve("bad.yaml"), "cluster: A\npartitions: x");

        assertThat(run("config", "check", "-c", file.toString())).isEqualTo(2);
        assertThat(out).hasToString("");
        assertThat(err.toString()).startsWith("sentinel: the configuration has 2 problems:\n  " + file + ":1:10: ");
    }

    @Test
    void config_show_gives_people_a_table() {
        assertThat(run("config", "show")).isZero();
        assertThat(out.toString()).startsWith("KEY ").containsPattern("\nserver.listen +127\\.0\\.0\\.1:8484 +default");
    }

    @Test
    void config_show_gives_programs_json() throws IOException {
        assertThat(run("config", "show", "-o", "json")).isZero();
        var first = new ObjectMapper().readTree(out.toString()).get(0);
        assertThat(first.get("key").asText()).isEqualTo("cluster");
        assertThat(first.get("from").asText()).isEqualTo("default");
    }

    @Test
    void generates_a_completion_script() {
        assertThat(run("generate-completion")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_sentinel");
    }

    @Test
    void what_the_world_denies_is_told_without_a_trace() {
        var code = run(
                (config, roles, tempo) -> {
                    throw new CannotStart("the port is taken", new IOException("no"));
                },
                "run");

        assertThat(code).isEqualTo(6);
        assertThat(err).hasToString("sentinel: the port is taken\n");
    }

    @Test
    void a_fault_of_the_program_is_called_one_and_says_how_to_show_more() {
        var code = run(
                (config, roles, tempo) -> {
                    throw new IllegalStateException("oops");
                },
                "run");

        assertThat(code).isEqualTo(1);
        assertThat(err)
                .hasToString("sentinel: a fault of the program: java.lang.IllegalStateException: oops;"
                        + " run again with --debug and report what it prints\n");
    }

    @Test
    void debug_shows_the_trace() {
        var code = run(
                (config, roles, tempo) -> {
                    throw new IllegalStateException("oops");
                },
                "run",
                "--debug");

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("\tat dev.sentinel.app.cli.CliTest");
    }

    @Test
    void a_trial_run_ends_when_everything_is_ready() {
        assertThat(run("run", "--until-ready")).isZero();
    }

    @Test
    void the_exit_codes_are_a_promise_to_scripts() {
        assertThat(ExitCode.values()).extracting(ExitCode::number).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 130);
    }

    private int run(String... arguments) {
        return run((config, roles, tempo) -> new ReadyAtOnce(), arguments);
    }

    private int run(Launch launch, String... arguments) {
        var reader = new ConfigReader(new Surroundings(folder, Optional.empty()));
        var cli = new Cli(reader, new BuildInfo("1.2.3", "abc"), launch);
        return cli.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    private record ReadyAtOnce() implements Running {
        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public List<Closing.Failure> stop() {
            return List.of();
        }
    }
}
