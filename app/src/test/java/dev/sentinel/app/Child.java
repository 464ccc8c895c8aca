package dev.sentinel.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A Java program run as a process of its own, with the class path of the tests; it ends with the test. */
public final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader stdout;
    private final BufferedReader stderr;

    private Child(Process process) {
        this.process = process;
        this.stdout = process.inputReader();
        this.stderr = process.errorReader();
    }

    public static Child java(Path folder, String mainClass, String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command)
                .directory(Files.createDirectories(folder).toFile());
        builder.environment().remove("XDG_STATE_HOME");
        return new Child(Deadline.on(builder.start()));
    }

    /** SIGTERM, as a service manager sends it. */
    public void terminate() {
        // Through the handle, because the process's own destroy also closes what it still has to say.
        var unused = process.toHandle().destroy();
    }

    public int exit() throws InterruptedException {
        return process.waitFor();
    }

    /** Reads stderr up to the first line that fits; the process ending first is a failure that shows what it said. */
    public String errLine(Predicate<String> fits) throws IOException {
        return line(stderr, fits);
    }

    public String outLine(Predicate<String> fits) throws IOException {
        return line(stdout, fits);
    }

    private static String line(BufferedReader reader, Predicate<String> fits) throws IOException {
        var seen = new ArrayList<String>();
        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
            if (fits.test(line)) {
                return line;
            }
            seen.add(line);
        }
        throw new AssertionError("the process ended without that line; it said: " + seen);
    }

    public List<String> restOfErr() throws IOException {
        return stderr.lines().toList();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
