package dev.sentinel.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.app.build.BuildInfo;
import dev.sentinel.app.config.ConfigReader;
import dev.sentinel.app.config.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PatternsCommandTest {
    private static final String OWN = """
            pattern: my-node-joins
            version: "1"
            title: "{pivot} joined"
            summary: "A pattern of somebody's own."
            pivot: kubernetes.node
            window: 24h
            evidence:
              joined: {role: symptom, kinds: [kubernetes.node.joined], paths: [kubernetes.node], say: "{subject} joined"}
            open: joined
            severity: [{is: info}]
            """;
    private static final String TESTS = """
            tests:
              - name: it joins
                given: [{at: 1m, kind: kubernetes.node.joined, subject: kubernetes.node/n1, severity: info}]
                expect: [{pattern: my-node-joins, pivot: kubernetes.node/n1, severity: info}]
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @Test
    void lists_what_ships_with_its_severities() {
        assertThat(run("patterns", "list")).isZero();
        assertThat(out.toString())
                .startsWith("NAME ")
                .containsPattern("new-node-poisons-telemetry +1 +error\\.\\.critical +\\{pivot} takes replicas");
    }

    @Test
    void lists_ones_own_beside_what_ships() throws IOException {
        Files.writeString(folder.resolve("my-node-joins.yaml"), OWN);
        assertThat(run("patterns", "list", "--patterns", folder.toString(), "-o", "json"))
                .isZero();
        assertThat(out.toString()).contains("\"name\":\"my-node-joins\"", "\"name\":\"volume-stalled\"");
    }

    @Test
    void knows_the_patterns_of_the_configuration_unless_told_of_others() throws IOException {
        var configured = Files.createDirectory(folder.resolve("configured"));
        Files.writeString(configured.resolve("my-node-joins.yaml"), OWN);
        var other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("another.yaml"), OWN.replace("my-node-joins", "another"));
        var config = Files.writeString(folder.resolve("sentinel.yaml"), "patterns:\n  dir: configured\n")
                .toString();

        assertThat(run("patterns", "list", "-c", config)).isZero();
        assertThat(out.toString()).contains("my-node-joins", "volume-stalled");
        assertThat(run("patterns", "explain", "my-node", "-c", config)).isZero();
        assertThat(run("patterns", "explain", "my-node")).isEqualTo(3);

        out.getBuffer().setLength(0);
        assertThat(run("patterns", "list", "-c", config, "--patterns", other.toString()))
                .isZero();
        assertThat(out.toString()).contains("another", "volume-stalled").doesNotContain("my-node-joins");
    }

    @Test
    void explains_a_pattern_by_part_of_its_name() {
        assertThat(run("patterns", "explain", "poisons")).isZero();
        assertThat(out.toString()).contains("new-node-poisons-telemetry");
        assertThat(run("patterns", "explain", "no-such")).isEqualTo(3);
        assertThat(err.toString()).contains("no pattern is called \"no-such\"; see: sentinel patterns list");
        assertThat(run("patterns", "explain", "volume")).isEqualTo(3);
        assertThat(err.toString()).contains("volume-stalled", "say which");
    }

    @Test
    void tests_of_ones_own_pass_or_end_with_code_2() throws IOException {
        Files.writeString(folder.resolve("my-node-joins.yaml"), OWN);
        var tests = Files.writeString(folder.resolve("my-node-joins.tests.yaml"), TESTS);
        assertThat(run("patterns", "test", folder.toString())).isZero();
        assertThat(out.toString())
                .contains("ok ", "my-node-joins.tests.yaml: it joins", "1 tests of 1 files, 0 failed");

        var expected = "pivot: kubernetes.node/n1, severity: ";
        Files.writeString(tests, TESTS.replace(expected + "info", expected + "error"));
        assertThat(run("patterns", "test", folder.resolve("my-node-joins.yaml").toString()))
                .isEqualTo(2);
        assertThat(out.toString()).contains("FAILED", "severity: expected error, came info");
    }

    @Test
    void a_mistake_in_a_file_is_told_with_its_line() throws IOException {
        Files.writeString(folder.resolve("my-node-joins.yaml"), OWN.replace("window: 24h", "windw: 24h"));
        assertThat(run("patterns", "test", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("my-node-joins.yaml:6:", "window");
    }

    @Test
    void says_when_there_is_nothing_to_test() {
        assertThat(run("patterns", "test", folder.toString())).isEqualTo(3);
        assertThat(err.toString()).contains("no tests there");
        assertThat(run("patterns", "test", folder.resolve("none").toString())).isEqualTo(3);
    }

    private int run(String... arguments) {
        var reader = new ConfigReader(new Surroundings(folder, Optional.empty()));
        Launch launch = (config, roles, tempo) -> {
            throw new IllegalStateException("commands about patterns start nothing");
        };
        return new Cli(reader, new BuildInfo("1.2.3", "abc"), launch)
                .run(new PrintWriter(out), new PrintWriter(err), arguments);
    }
}
