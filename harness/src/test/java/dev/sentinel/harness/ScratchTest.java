package dev.sentinel.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ScratchTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path parent;

    @Test
    void leaves_no_process_and_no_folder_when_its_jvm_is_killed() {
        try (ChildJvm child = start()) {
            long server = Long.parseLong(
                    child.awaitLine(line -> line.startsWith("server "), LONG).substring(7));
            Path folder = Path.of(child.awaitLine(line -> line.startsWith("/"), LONG));
            ProcessHandle process = ProcessHandle.of(server).orElseThrow();
            assertThat(folder).isDirectory();

            child.kill();

            assertThat(Deadline.in(LONG).await(() -> !isRunning(process))).isTrue();
            assertThat(Deadline.in(LONG).await(() -> isEmpty(parent))).isTrue();
        }
    }

    @Test
    void sweeps_up_after_jvms_that_are_gone_but_touches_nothing_else() throws IOException {
        ProcessHandle me = ProcessHandle.current();
        long started = me.info().startInstant().orElseThrow().toEpochMilli();
        Path dead = Files.createDirectories(parent.resolve("sentinel-harness-" + me.pid() + "-1000"));
        // A process id that was used again since: noted with another start, so it must not be killed.
        Files.writeString(Files.createDirectories(dead.resolve("pids")).resolve(Long.toString(me.pid())), "1000");
        Path alive = Files.createDirectories(parent.resolve("sentinel-harness-" + me.pid() + "-" + started + "/pids"));
        Path other = Files.createDirectories(parent.resolve("sentinel-harness-notes"));

        try (ChildJvm child = start()) {
            child.awaitLine(line -> line.startsWith("/"), LONG);
        }

        assertThat(dead).doesNotExist();
        assertThat(alive).isDirectory();
        assertThat(other).isDirectory();
        assertThat(me.isAlive()).isTrue();
    }

    @Test
    void sweeps_up_processes_that_outlived_their_jvm() throws Exception {
        Process orphan = new ProcessBuilder("sleep", "600").start();
        long started = orphan.info().startInstant().orElseThrow().toEpochMilli();
        Path pids = Files.createDirectories(parent.resolve("sentinel-harness-1-1000/pids"));
        Files.writeString(pids.resolve(Long.toString(orphan.pid())), Long.toString(started));

        try (ChildJvm child = start()) {
            child.awaitLine(line -> line.startsWith("/"), LONG);
        }

        assertThat(orphan.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private ChildJvm start() {
        return ChildJvm.start(Owner.class.getName(), List.of(), Map.of("java.io.tmpdir", parent.toString()));
    }

    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static boolean isEmpty(Path folder) {
        String[] names = folder.toFile().list();
        return names == null || names.length == 0;
    }

    /** Starts a server that would run for ever, and waits to be killed. */
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path folder = Scratch.ofThisJvm().newFolder("sleeper");
            ServerProcess server = ServerProcess.start(List.of("sleep", "600"), Map.of(), folder.resolve("log"));
            System.out.println("server " + server.pid());
            System.out.println(folder);
            Thread.currentThread().join();
        }
    }
}
