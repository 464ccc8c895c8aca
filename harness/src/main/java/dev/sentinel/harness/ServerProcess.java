package dev.sentinel.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A server program running in the background, its output in a file; it ends with this JVM at the latest. */
final class ServerProcess {
    private static final Duration GONE = Duration.ofSeconds(20);
    private static final int TAIL_LINES = 40;

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static ServerProcess start(List<String> words, Map<String, String> environment, Path log) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .directory(log.resolveSibling("").toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            Scratch.ofThisJvm().track(process);
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + words.getFirst(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the server does its work; throws, with the end of its log, when it ends instead or takes too long. */
    void awaitReady(String name, Duration limit, BooleanSupplier ready) {
        Deadline.in(limit).await(() -> !isAlive() || ready.getAsBoolean());
        if (!isAlive()) {
            throw new IllegalStateException(
                    name + " ended with exit code " + process.exitValue() + " while starting:\n" + tail());
        }
        if (!ready.getAsBoolean()) {
            throw new IllegalStateException(name + " was not ready after " + limit.toSeconds() + " s:\n" + tail());
        }
    }

    /** SIGKILL to the server and everything it started, as when the machine loses power. */
    void kill() {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroyForcibly);
        if (!Deadline.in(GONE).await(() -> !isAlive() && family.stream().noneMatch(ServerProcess::isRunning))) {
            throw new IllegalStateException("process " + pid() + " is still there " + GONE.toSeconds()
                    + " s after SIGKILL; look whether it hangs in the kernel (state D)");
        }
    }

    // A grandchild that has ended can stay in the table for ever where nobody collects orphans (containers); such a one
    // has
    // no program any more.
    private static boolean isRunning(ProcessHandle handle) {
        return handle.isAlive() && handle.info().command().isPresent();
    }

    /** SIGTERM to the server alone: it is asked to end, in order. */
    void terminate() {
        signal("TERM");
    }

    /** What it ended with, waiting so long for the end; empty when it still runs. */
    OptionalInt exitCode(Duration limit) {
        return Deadline.in(limit).await(() -> !isAlive()) ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
    }

    void freeze() {
        signal("STOP");
    }

    void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        Command.Outcome outcome =
                Command.run(Duration.ofSeconds(10), List.of("sh", "-c", "kill -" + name + " " + pid()));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("SIG" + name + " did not reach process " + pid() + ": " + outcome.output());
        }
    }

    boolean hasPrinted(String text) {
        return lines().stream().anyMatch(line -> line.contains(text));
    }

    /** What it has printed so far. */
    List<String> lines() {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the log " + log, e);
        }
    }

    private String tail() {
        try {
            List<String> all = lines();
            return String.join("\n", all.subList(Math.max(0, all.size() - TAIL_LINES), all.size()));
        } catch (UncheckedIOException e) {
            return "(its log " + log + " cannot be read: " + e.getMessage() + ")";
        }
    }
}
