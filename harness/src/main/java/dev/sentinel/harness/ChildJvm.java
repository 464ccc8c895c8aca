package dev.sentinel.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A second JVM, with this JVM's class path or a program's own: for what can only be tested by killing a process. */
public final class ChildJvm implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Transcript transcript = new Transcript();
    private final List<Thread> readers;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers = List.of(
                read(process.getInputStream(), Transcript.Source.OUT),
                read(process.getErrorStream(), Transcript.Source.ERR));
    }

    public static ChildJvm start(Class<?> mainClass, String... arguments) {
        return start(mainClass.getName(), List.of(arguments), Map.of());
    }

    /** Starts the main class; the system properties come on top of the defaults, this JVM's own are not passed on. */
    public static ChildJvm start(String mainClass, List<String> arguments, Map<String, String> systemProperties) {
        List<String> words = new ArrayList<>();
        systemProperties.forEach((name, value) -> words.add("-D" + name + "=" + value));
        words.add(mainClass);
        words.addAll(arguments);
        return launch(mainClass, words);
    }

    /** Starts a program from its jar, which names the class path, with these options of the virtual machine. */
    public static ChildJvm startJar(Path jar, List<String> options, List<String> arguments) {
        List<String> words = new ArrayList<>(options);
        words.add("-jar");
        words.add(jar.toString());
        words.addAll(arguments);
        return launch(jar.toString(), words);
    }

    private static ChildJvm launch(String name, List<String> rest) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:TieredStopAtLevel=1"); // such JVMs live for seconds: starting fast beats running fast
        words.add("--enable-native-access=ALL-UNNAMED");
        words.addAll(rest);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            Process process = builder.start();
            Scratch.ofThisJvm().track(process);
            return new ChildJvm(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a JVM for " + name, e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The first line, printed before or after this call, that satisfies the condition; throws when none comes in time. */
    public String awaitLine(Predicate<String> wanted, Duration limit) {
        Optional<String> found = transcript.await(wanted, Deadline.in(limit), () -> !hasEnded());
        return found.orElseThrow(() -> new AssertionError(name + " did not print the awaited line within "
                + limit.toMillis() + " ms; it " + (process.isAlive() ? "is running" : "ended") + " and printed:\n"
                + String.join("\n", lines())));
    }

    /** Standard output and error in the order of arrival, the latest {@value Transcript#LIMIT} lines. */
    public List<String> lines() {
        return transcript.lines(source -> true);
    }

    /** The lines of standard output alone. */
    public List<String> output() {
        return transcript.lines(source -> source == Transcript.Source.OUT);
    }

    /** The lines of standard error alone. */
    public List<String> errors() {
        return transcript.lines(source -> source == Transcript.Source.ERR);
    }

    /** SIGKILL: no shutdown hook runs. */
    public void kill() {
        process.toHandle().destroyForcibly();
        exitCode(Duration.ofSeconds(20));
    }

    /** SIGTERM: asks it to end; {@link #exitCode} waits for that. */
    public void stop() {
        process.toHandle().destroy(); // Process.destroy would also close the pipes and lose the last words
    }

    /** Waits for the end; throws when it does not come in time. All output has been read when this returns. */
    public int exitCode(Duration limit) {
        Deadline deadline = Deadline.in(limit);
        try {
            OptionalInt code = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
                    ? OptionalInt.of(process.exitValue())
                    : OptionalInt.empty();
            deadline.await(this::hasEnded);
            return code.orElseThrow(() -> new AssertionError(name + " is still running after " + limit.toMillis()
                    + " ms; it printed:\n" + String.join("\n", lines())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private boolean hasEnded() {
        return readers.stream().noneMatch(Thread::isAlive);
    }

    private Thread read(InputStream stream, Transcript.Source source) {
        return Thread.ofVirtual().name(source + " of " + name).start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(line -> transcript.add(source, line));
            } catch (IOException | UncheckedIOException e) {
                transcript.add(source, "(the rest could not be read: " + e.getMessage() + ")");
            }
        });
    }
}
