package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One program of the machine that is asked now and then: fixed words, no shell, a limit on time and on the length of the
 * answer. A run that hangs where no signal reaches it, as on a dead disk, is left behind, and no second one is begun before it
 * has ended. Not for several threads.
 */
public final class Program {
    private static final int MOST_WORDS_OF_COMPLAINT = 500;

    private final List<String> words;
    private final Duration limit;
    private final int longest;
    private Optional<Process> left = Optional.empty();

    /**
     * The program and its arguments.
     *
     * @param longest an answer with more bytes is refused
     */
    public Program(List<String> words, Duration limit, int longest) {
        this.words = List.copyOf(words);
        this.limit = limit;
        this.longest = longest;
    }

    /** What it answered. */
    public record Answer(int status, String output) {}

    /** Asks, and gives what was printed, whatever the program's exit status. */
    public Answer ask() throws IOException, InterruptedException {
        if (left.filter(Process::isAlive).isPresent()) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT,
                    "%s still hangs and cannot be ended; what it asked does not answer".formatted(said()));
        }
        Process process = started();
        left = Optional.of(process);
        FutureTask<byte[]> output = new FutureTask<>(() -> read(process.getInputStream()));
        Thread.ofPlatform().daemon().name("output of " + words.getFirst()).start(output);
        try {
            byte[] bytes = output.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (bytes.length > longest) {
                throw Unreachable.because(
                        UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                        "%s answered more than %d bytes".formatted(said(), longest));
            }
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw tooLate();
            }
            return new Answer(process.exitValue(), new String(bytes, StandardCharsets.UTF_8));
        } catch (TimeoutException e) {
            throw tooLate();
        } catch (ExecutionException e) {
            throw new IOException("%s: %s".formatted(said(), e.getCause()), e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The same, where everything but success is a failure of the source. */
    public String answer() throws IOException, InterruptedException {
        Answer answer = ask();
        if (answer.status() != 0) {
            String complaint = answer.output().strip();
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_UNEXPECTED_ANSWER,
                    "%s ended with %d: %s"
                            .formatted(
                                    said(),
                                    answer.status(),
                                    complaint.substring(0, Math.min(MOST_WORDS_OF_COMPLAINT, complaint.length()))));
        }
        return answer.output();
    }

    private Process started() throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(words)).redirectErrorStream(true);
            // What is read from it is read by key and not by language.
            builder.environment().put("LC_ALL", "C");
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_IO,
                    "%s cannot be run: %s".formatted(words.getFirst(), e.getMessage()));
        }
    }

    private byte[] read(InputStream stream) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        int count = stream.read(piece);
        while (count >= 0 && bytes.size() <= longest) {
            bytes.write(piece, 0, count);
            count = stream.read(piece);
        }
        return bytes.toByteArray();
    }

    private Unreachable tooLate() {
        return Unreachable.because(
                UnreachableCause.UNREACHABLE_CAUSE_TIMEOUT, "%s did not answer within %s".formatted(said(), limit));
    }

    private String said() {
        return String.join(" ", words);
    }
}
