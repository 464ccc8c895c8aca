package dev.sentinel.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A program run to its end, with a limit on its time and on what is kept of its output. */
final class Command {
    static final int KEPT_BYTES = 1 << 20;

    private Command() {}

    /** How a program ended; its standard output and error are one text, as a person at a terminal would see them. */
    record Outcome(int exitCode, String output) {
        boolean succeeded() {
            return exitCode == 0;
        }
    }

    static Outcome run(Duration limit, List<String> words) {
        return run(limit, Map.of(), words);
    }

    static Outcome run(Duration limit, Map<String, String> environment, List<String> words) {
        return run(limit, environment, words, "");
    }

    /** {@code input} is for the program to read, and small enough for a pipe. */
    static Outcome run(Duration limit, Map<String, String> environment, List<String> words, String input) {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (OutputStream toProgram = process.getOutputStream()) {
                toProgram.write(input.getBytes(StandardCharsets.UTF_8));
            }
            FutureTask<String> output = new FutureTask<>(() -> read(process.getInputStream()));
            Thread.ofVirtual().name("output of " + words.getFirst()).start(output);
            return await(process, output, limit, words);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + String.join(" ", words), e);
        }
    }

    private static Outcome await(Process process, FutureTask<String> output, Duration limit, List<String> words)
            throws IOException {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within " + limit.toSeconds() + " s and was killed");
            }
            return new Outcome(process.exitValue(), output.get(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + String.join(" ", words), e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("its output could not be read", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(InputStream stream) throws IOException {
        try (stream) {
            String kept = new String(stream.readNBytes(KEPT_BYTES), StandardCharsets.UTF_8);
            stream.skip(Long.MAX_VALUE); // read on, so that the program does not block on a full pipe
            return kept.strip();
        }
    }
}
