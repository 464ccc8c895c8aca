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

final class SignaturesCommandTest {
    private static final String OWN = """
            programs: [shop]
            signatures:
              - id: shop-disk
                when: {msg: {has: cannot write}}
                becomes: custom
                severity: error
                fact: {name: shop.disk}
                examples:
                  - line: "%s"
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_examples_that_ship_hold() {
        assertThat(run("signatures", "test")).isZero();
        assertThat(out.toString()).contains("all examples hold");
    }

    @Test
    void an_example_that_fails_is_named_with_its_line() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), OWN.formatted("all is well"));

        assertThat(run("signatures", "test", folder.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("shop.yaml:9: line: the signature \"shop-disk\" does not take this line");
    }

    @Test
    void lines_are_shown_with_what_they_become_or_nothing() throws IOException {
        Files.writeString(folder.resolve("shop.yaml"), OWN.formatted("cannot write"));
        Path log = Files.writeString(folder.resolve("app.log"), "hello\ncannot write /x\n");

        assertThat(run("signatures", "test", "-o", "json", "--signatures", folder.toString(), log.toString()))
                .isZero();
        assertThat(out.toString())
                .contains("\"line\":\"1\",\"kind\":\"nothing\"")
                .contains("\"kind\":\"custom\"", "shop-disk");
    }

    @Test
    void what_is_not_there_is_said() {
        assertThat(run("signatures", "test", folder.resolve("none").toString())).isEqualTo(3);
        assertThat(err.toString()).contains("name a folder, a file, or - for stdin");
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
