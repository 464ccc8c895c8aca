package dev.sentinel.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The launcher script in a world of stubs: every Java in it only says who it is and what it was asked to do. */
@Timeout(300)
@Execution(ExecutionMode.CONCURRENT)
final class LauncherTest {
    private static final Path SCRIPT =
            Path.of(System.getProperty("sentinel.root", "..")).resolve("sentinel");
    private static final List<String> TOOLS = List.of(
            "basename",
            "cat",
            "dirname",
            "find",
            "flock",
            "head",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sh",
            "sleep",
            "touch");

    @TempDir
    Path world = Path.of("");

    private Path checkout = Path.of("");
    private Path path = Path.of("");
    private Path usual = Path.of("");
    private String javaHome = "";
    private boolean hasHome = true;

    private record Outcome(int exit, List<String> out, String err) {
        String java() {
            return out.getFirst();
        }
    }

    @BeforeEach
    void build_the_world() throws IOException {
        checkout = Files.createDirectories(world.resolve("check out"));
        path = Files.createDirectories(world.resolve("path"));
        usual = Files.createDirectories(world.resolve("usual"));
        Files.copy(SCRIPT, checkout.resolve("sentinel"));
        Files.createDirectories(checkout.resolve("app/src/main/java"));
        Files.writeString(checkout.resolve("app/src/main/java/Main.java"), "");
        Files.writeString(checkout.resolve("pom.xml"), "");
        executable(checkout.resolve("mvnw"), """
                echo "$JAVA_HOME $*" >> builds
                mkdir -p app/target && echo new > app/target/sentinel.jar
                """);
        for (var tool : TOOLS) {
            Files.createSymbolicLink(path.resolve(tool), whereIs(tool));
        }
    }

    @Test
    void a_good_java_home_is_taken_even_when_a_newer_java_is_on_the_path() throws Exception {
        javaHome = jdk("mine", "21.0.4").toString();
        onPath(jdk("theirs", "25.0.1"));

        assertThat(sentinel("--version").java()).isEqualTo("java mine");
    }

    @Test
    void an_old_java_home_is_passed_over_for_the_one_on_the_path() throws Exception {
        javaHome = jdk("old", "17.0.15").toString();
        onPath(jdk("newer", "21.0.4"));

        assertThat(sentinel("--version").java()).isEqualTo("java newer");
    }

    @Test
    void a_java_home_that_leads_nowhere_is_passed_over() throws Exception {
        javaHome = world.resolve("gone").toString();
        onPath(jdk("there", "21.0.4"));

        assertThat(sentinel("--version").java()).isEqualTo("java there");
    }

    @Test
    void of_the_usual_folders_the_newest_is_taken() throws Exception {
        onPath(jdk("old", "17.0.15"));
        jdk("usual/a-21", "21.0.4");
        jdk("usual/b-25", "25.0.1");
        jdk("usual/c-24", "24.0.2");

        assertThat(sentinel("--version").java()).isEqualTo("java usual/b-25");
    }

    @Test
    void javas_of_sdkman_and_of_an_ide_are_found_at_home() throws Exception {
        jdk("home/.sdkman/candidates/java/21-tem", "21.0.4");
        assertThat(sentinel("--version").java()).isEqualTo("java home/.sdkman/candidates/java/21-tem");

        jdk("home/.jdks/temurin-22", "22");
        assertThat(sentinel("--version").java()).isEqualTo("java home/.jdks/temurin-22");
    }

    @Test
    void a_service_without_a_home_runs_too() throws Exception {
        hasHome = false;
        jdk("usual/21", "21.0.4");

        assertThat(sentinel("run").java()).isEqualTo("java usual/21");
    }

    @Test
    void a_java_without_a_release_file_is_asked_for_its_version() throws Exception {
        Files.delete(jdk("usual/bare-21", "21.0.4").resolve("release"));
        Files.delete(jdk("usual/bare-8", "1.8.0_402").resolve("release"));

        assertThat(sentinel("--version").java()).isEqualTo("java usual/bare-21");
    }

    @Test
    void without_any_java_it_says_how_to_get_one() throws Exception {
        jdk("usual/old", "17.0.15");

        var outcome = sentinel("--version");

        assertThat(outcome.exit()).isEqualTo(6);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .startsWith("sentinel: no JDK of version 21 or later was found")
                .contains("apt install", "dnf install", "brew install", "sdk install java", "JAVA_HOME");
        assertThat(builds()).isEmpty();
    }

    @Test
    void a_java_that_cannot_compile_runs_but_does_not_build() throws Exception {
        javaHome = jdk("runtime", "25.0.1").toString();
        Files.delete(world.resolve("runtime/bin/javac"));
        jdk("usual/jdk", "21.0.4");

        var outcome = sentinel("--version");

        assertThat(builds()).singleElement().asString().startsWith(usual.resolve("jdk") + " ");
        assertThat(outcome.java()).isEqualTo("java runtime");
    }

    @Test
    void builds_once_and_then_only_runs() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();

        assertThat(sentinel("--version").err()).isEqualTo("""
                sentinel: building (first run takes a minute) ...
                sentinel: preparing a fast start ...
                """);
        assertThat(sentinel("--version").err()).isEmpty();
        assertThat(builds()).singleElement().asString().contains("-pl app -am package", "-Dsentinel.commit=unknown");
    }

    @Test
    void builds_again_when_a_source_is_newer_or_gone() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        var extra = Files.writeString(checkout.resolve("app/src/main/java/Extra.java"), "");
        sentinel("--version");

        touch(checkout.resolve("app/src/main/java/Main.java"));
        sentinel("--version");
        assertThat(builds()).hasSize(2);

        Files.delete(extra);
        sentinel("--version");
        assertThat(builds()).hasSize(3);

        touch(checkout.resolve("pom.xml"));
        sentinel("--version");
        assertThat(builds()).hasSize(4);
    }

    @Test
    void a_source_saved_during_the_build_is_built_next_time() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        executable(checkout.resolve("mvnw"), """
                echo once >> builds
                sleep 0.1
                touch app/src/main/java/Main.java
                mkdir -p app/target && echo new > app/target/sentinel.jar
                """);

        sentinel("--version");
        sentinel("--version");

        assertThat(builds()).hasSize(2);
    }

    @Test
    void a_build_that_fails_runs_nothing_and_is_tried_again() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        executable(checkout.resolve("mvnw"), "echo tried >> builds; echo 'Main.java: error' >&2; exit 1");

        for (int i = 0; i < 2; i++) {
            var outcome = sentinel("--version");
            assertThat(outcome.exit()).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err()).contains("Main.java: error", "the build failed; what Maven says is above");
        }
        assertThat(builds()).hasSize(2);
    }

    @Test
    void what_the_build_prints_does_not_mix_with_data() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        executable(checkout.resolve("mvnw"), "echo downloading; mkdir -p app/target; echo > app/target/sentinel.jar");

        var outcome = sentinel("--version");

        assertThat(outcome.out()).doesNotContain("downloading");
        assertThat(outcome.err()).contains("downloading");
    }

    @Test
    void two_callers_at_once_build_once() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        executable(checkout.resolve("mvnw"), """
                echo begun >> builds
                sleep 1
                mkdir -p app/target && echo new > app/target/sentinel.jar
                """);

        var first = start(world, checkout.resolve("sentinel").toString(), "one");
        var second = start(world, checkout.resolve("sentinel").toString(), "two");

        assertThat(finish(first).exit()).isZero();
        assertThat(finish(second).exit()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void an_unpacked_release_runs_without_building() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        var release = Files.createDirectories(world.resolve("release"));
        Files.copy(SCRIPT, release.resolve("sentinel"));
        Files.writeString(release.resolve("sentinel.jar"), "");

        var outcome = finish(start(world, release.resolve("sentinel").toString(), "--version"));

        assertThat(outcome.out()).contains("-jar", release.toRealPath() + "/sentinel.jar");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void a_script_alone_says_what_is_missing() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        var alone = Files.createDirectories(world.resolve("alone"));
        Files.copy(SCRIPT, alone.resolve("sentinel"));

        var outcome = finish(start(world, alone.resolve("sentinel").toString()));

        assertThat(outcome.exit()).isEqualTo(6);
        assertThat(outcome.err()).contains("neither the program", "unpack the release again");
    }

    @Test
    void works_through_links_from_anywhere_and_passes_arguments_on_unchanged() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        var elsewhere = Files.createDirectories(world.resolve("elsewhere"));
        Files.createSymbolicLink(world.resolve("link"), Path.of("check out/sentinel"));
        Files.createSymbolicLink(elsewhere.resolve("s"), Path.of("../link"));

        var outcome = finish(start(elsewhere, "./s", "config", "check", "a b", "", "$HOME"));

        assertThat(outcome.exit()).isEqualTo(42);
        assertThat(outcome.out()).containsSubsequence("-jar", checkout.toRealPath() + "/app/target/sentinel.jar");
        assertThat(outcome.out()).endsWith("config", "check", "a b", "", "$HOME");
    }

    @Test
    void a_command_starts_quickly_and_a_server_is_compiled_in_full() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();

        assertThat(sentinel("config", "show").out())
                .contains("-XX:TieredStopAtLevel=1", archive("cli"))
                .doesNotContain("--sun-misc-unsafe-memory-access=allow");
        assertThat(sentinel("run").out()).contains(archive("run")).doesNotContain("-XX:TieredStopAtLevel=1");
    }

    @Test
    void a_newer_java_is_told_not_to_warn_about_what_libraries_do() throws Exception {
        javaHome = jdk("jdk", "24").toString();

        assertThat(sentinel("run").out()).contains("--sun-misc-unsafe-memory-access=allow");
    }

    @Test
    void a_class_archive_older_than_the_program_is_thrown_away() throws Exception {
        javaHome = jdk("jdk", "21.0.4").toString();
        sentinel("run");
        var archive = Files.writeString(checkout.resolve("app/target/sentinel-run.jsa"), "old");
        Files.setLastModifiedTime(archive, FileTime.from(Instant.EPOCH));

        sentinel("run");

        assertThat(archive).doesNotExist();
    }

    @Test
    void every_build_is_followed_by_a_rehearsal() throws Exception {
        javaHome = jdk("jdk", "25.0.1").toString();
        sentinel("--version");
        sentinel("--version");
        touch(checkout.resolve("pom.xml"));
        sentinel("--version");

        assertThat(Files.readAllLines(world.resolve("rehearsals")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("-XX:AOTCacheOutput=", "sentinel-run.aot", " run --until-ready --config "));

        javaHome = jdk("older", "21.0.4").toString();
        touch(checkout.resolve("pom.xml"));
        sentinel("--version");
        assertThat(Files.readAllLines(world.resolve("rehearsals")).getLast())
                .contains("-XX:ArchiveClassesAtExit=", "sentinel-run.jsa");
    }

    @Test
    void classes_that_were_kept_linked_serve_the_java_that_can_read_them_as_long_as_they_are_newer() throws Exception {
        javaHome = jdk("jdk", "25.0.1").toString();
        sentinel("run");
        var linked = Files.writeString(checkout.resolve("app/target/sentinel-run.aot"), "linked");
        var asked = "-XX:AOTCache=%s/app/target/sentinel-run.aot".formatted(checkout.toRealPath());
        touch(linked);

        assertThat(sentinel("run").out()).contains(asked).doesNotContain(archive("run"));
        assertThat(sentinel("config", "show").out()).doesNotContain(asked).contains(archive("cli"));

        javaHome = jdk("older", "21.0.4").toString();
        assertThat(sentinel("run").out()).doesNotContain(asked).contains(archive("run"));

        javaHome = world.resolve("jdk").toString();
        Files.setLastModifiedTime(linked, FileTime.from(Instant.EPOCH));
        assertThat(sentinel("run").out()).doesNotContain(asked).contains(archive("run"));
    }

    private String archive(String kind) throws IOException {
        return "-XX:SharedArchiveFile=%s/app/target/sentinel-%s.jsa".formatted(checkout.toRealPath(), kind);
    }

    /** A folder like a JDK's; its java prints its name and its arguments, one to a line. */
    private Path jdk(String name, String version) throws IOException {
        var home = Files.createDirectories(world.resolve(name));
        Files.createDirectories(home.resolve("bin"));
        executable(home.resolve("bin/javac"), "");
        executable(home.resolve("bin/java"), """
                if [ "$1" = -version ]; then echo 'openjdk version "%s" 2024-07-16' >&2; exit 0; fi
                echo 'java %s'
                for argument; do echo "$argument"; done
                case "$*" in
                    *-XX:AOTCacheOutput=* | *-XX:ArchiveClassesAtExit=*) echo "$*" >> '%s/rehearsals' ;;
                    *" config check "*) exit 42 ;;
                esac
                """.formatted(version, name, world));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Somebody\"\nJAVA_VERSION=\"" + version + "\"\n");
        return home;
    }

    /** As distributions do it: a link to a link to the real thing. */
    private void onPath(Path jdk) throws IOException {
        var alternative = Files.createSymbolicLink(world.resolve("alternative"), jdk.resolve("bin/java"));
        Files.createSymbolicLink(path.resolve("java"), alternative);
    }

    private Outcome sentinel(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(checkout.resolve("sentinel").toString()));
        command.addAll(List.of(arguments));
        return finish(start(world, command.toArray(String[]::new)));
    }

    private Process start(Path folder, String... command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", path.toString());
        if (hasHome) {
            builder.environment().put("HOME", world.resolve("home").toString());
        }
        builder.environment().put("SENTINEL_JAVA_FOLDERS", usual + "/*");
        if (!javaHome.isEmpty()) {
            builder.environment().put("JAVA_HOME", javaHome);
        }
        return Deadline.on(builder.start());
    }

    private static Outcome finish(Process process) throws IOException, InterruptedException {
        var out = process.inputReader().lines().toList();
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    private List<String> builds() throws IOException {
        var log = checkout.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private static void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusMillis(1)));
    }

    private static void executable(Path file, String script) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path whereIs(String tool) {
        return List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin").stream()
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not installed; the launcher needs it"));
    }
}
