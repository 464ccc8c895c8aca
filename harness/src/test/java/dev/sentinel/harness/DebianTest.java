package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianTest {
    @TempDir
    Path folder;

    @Test
    void finds_an_installed_program_and_installs_nothing() {
        FakeHost.program(folder, "protoc");
        FakeHost host = host(true, false);

        assertThat(new Debian(host).installed("protoc").offer()).isEqualTo(serves("protoc"));
        assertThat(host.ran).isEmpty();
    }

    @Test
    void waits_until_a_program_is_installed_whole() {
        FakeHost.program(folder, "protoc");
        FakeHost host = host(true, false);
        host.beingInstalled = () -> FakeHost.remove(folder, "protoc");

        assertThat(new Debian(host).installed("protoc").offer()).isInstanceOf(Provision.Offer.Declines.class);
    }

    @Test
    void does_not_take_a_file_that_cannot_be_run_for_a_program() throws IOException {
        Files.writeString(folder.resolve("protoc"), "text");

        assertThat(new Debian(host(true, false)).installed("protoc").offer())
                .isEqualTo(declines("protoc is not on the PATH nor in the usual folders"));
    }

    @Test
    void installs_the_package_as_root_and_says_so() {
        FakeHost.program(folder, "apt-get");
        FakeHost host = host(true, false);

        assertThat(new Debian(host).installing("protoc", "protobuf-compiler").offer())
                .isEqualTo(serves("protoc"));

        assertThat(host.ran).singleElement().satisfies(words -> {
            assertThat(words).startsWith("sh", "-c").endsWith("protobuf-compiler");
            assertThat(words.get(2)).contains("update", "flock", "DEBIAN_FRONTEND=noninteractive");
            assertThat(words).contains(Debian.LOCK.toString(), Debian.POLICY.toString());
        });
        assertThat(host.said)
                .singleElement()
                .asString()
                .contains("protoc", "installing protobuf-compiler with apt-get");
    }

    @Test
    void installs_through_sudo_when_it_asks_for_no_password() {
        FakeHost.program(folder, "apt-get");
        FakeHost.program(folder, "sudo");
        FakeHost host = host(false, true);

        assertThat(new Debian(host).installing("protoc", "protobuf-compiler").offer())
                .isEqualTo(serves("protoc"));

        assertThat(host.ran).hasSize(2);
        assertThat(host.ran.getLast()).startsWith("sudo", "-n", "sh", "-c");
    }

    @Test
    void installs_nothing_without_the_right_to() {
        FakeHost.program(folder, "apt-get");
        FakeHost.program(folder, "sudo");
        FakeHost host = host(false, false);

        assertThat(new Debian(host).installing("protoc", "protobuf-compiler").offer())
                .isEqualTo(declines("needs root or passwordless sudo"));
        assertThat(host.said).isEmpty();
    }

    @Test
    void does_not_ask_a_sudo_that_is_not_there() {
        FakeHost.program(folder, "apt-get");
        FakeHost host = host(false, true);

        assertThat(new Debian(host).installing("protoc", "protobuf-compiler").offer())
                .isEqualTo(declines("needs root or passwordless sudo"));
        assertThat(host.ran).isEmpty();
    }

    @Test
    void knows_when_this_is_another_system() {
        assertThat(new Debian(host(true, false))
                        .installing("protoc", "protobuf-compiler")
                        .offer())
                .isEqualTo(declines("this is not Debian or Ubuntu (there is no apt-get)"));
    }

    @Test
    void passes_on_why_apt_failed() {
        FakeHost.program(folder, "apt-get");
        FakeHost host = new FakeHost(folder, true, false, () -> {
            throw new IllegalStateException("E: Unable to locate package protobuf-compiler");
        });

        assertThat(new Debian(host).installing("protoc", "protobuf-compiler").offer())
                .isEqualTo(declines("failed: E: Unable to locate package protobuf-compiler"));
    }

    @Test
    void notices_a_package_that_does_not_bring_the_program() {
        FakeHost.program(folder, "apt-get");
        FakeHost host = new FakeHost(folder, true, false, () -> {});

        assertThat(new Debian(host).installing("protoc", "cowsay").offer())
                .isEqualTo(declines("succeeded, but brought no protoc"));
    }

    @Test
    void finds_programs_of_this_machine() {
        assertThat(Debian.program("sh", "dash")).isExecutable();
    }

    private FakeHost host(boolean root, boolean sudoAllowed) {
        return new FakeHost(folder, root, sudoAllowed, () -> FakeHost.program(folder, "protoc"));
    }

    private Provision.Offer<Path> serves(String program) {
        return new Provision.Offer.Serves<>(folder.resolve(program));
    }

    private static Provision.Offer<Path> declines(String why) {
        return new Provision.Offer.Declines<>(why);
    }

    static List<String> names(List<? extends Provision<?>> order) {
        return order.stream().map(Provision::name).toList();
    }
}
