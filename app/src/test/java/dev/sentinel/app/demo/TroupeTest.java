package dev.sentinel.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sentinel.lab.scenario.Scenario.Person;
import dev.sentinel.lab.scenario.Scenario.Responding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may decide has a secret of their own, which nobody else can read. */
final class TroupeTest {
    private static final List<Person> PEOPLE = List.of(
            new Person("ada", List.of("operator"), false), new Person("grace", List.of("approver", "admin"), true));

    @TempDir
    Path folder;

    @Test
    void without_people_who_decide_nothing_is_written() throws IOException {
        Troupe troupe = new Troupe(Optional.empty(), folder);

        assertThat(troupe.section(Optional.empty(), "targets: {}\n")).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void each_person_has_a_token_in_a_file_of_their_own() throws IOException {
        Troupe troupe = new Troupe(Optional.of(new Responding("", "", PEOPLE)), folder);

        String section = troupe.section(Optional.empty(), "");

        assertThat(section)
                .startsWith("responders:\n")
                .contains("id: ada, roles: [operator]", "id: grace, roles: [approver, admin]")
                .doesNotContain("slack");
        assertThat(troupe.tokens())
                .hasSize(2)
                .doesNotContainEntry("ada", troupe.tokens().get("grace"));
        assertThat(troupe.tokenFile("ada")).hasContent(troupe.tokens().get("ada"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(troupe.tokenFile("ada"))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_policy_is_a_file_and_what_else_is_said_stands_below() throws IOException {
        Troupe troupe = new Troupe(
                Optional.of(new Responding("policy: ours", "quarantine: {on-join: true}", List.of())), folder);

        assertThat(troupe.section(Optional.empty(), "targets:\n  nomad: {}\n")).isEqualTo("""
                responders:
                  targets:
                    nomad: {}
                  policy: policy.yaml
                  quarantine: {on-join: true}
                """);
        assertThat(folder.resolve("policy.yaml")).hasContent("policy: ours\n");
    }
}
