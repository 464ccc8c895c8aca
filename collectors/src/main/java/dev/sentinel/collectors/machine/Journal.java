package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running journalctl whose lines are taken in batches. While nobody takes them it waits, and the journal does not. */
public final class Journal implements AutoCloseable {
    private static final int MOST_WAITING = 64;
    private static final int MOST_AT_ONCE = 500;
    /** More than any reading looks at of one line. */
    private static final int LONGEST = 128 * 1024;

    private static final int MOST_COMPLAINT = 1000;
    private static final Pattern CURSOR = Pattern.compile("\"__CURSOR\"\\s*:\\s*\"([a-z0-9=;]{1,300})\"");

    private final Process process;
    private final BlockingQueue<Optional<byte[]>> lines = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();

    private Journal(Process process) {
        this.process = process;
    }

    /** Entries of the journal as JSON, and the cursor of the last. */
    public record Batch(List<byte[]> entries, Optional<String> cursor) {
        public Batch {
            entries = List.copyOf(entries);
        }
    }

    /** Follows the journal, or the kernel's part of it, from a cursor on. */
    public static Journal follow(JournalSettings settings, boolean kernel, Optional<String> cursor) throws IOException {
        Process process;
        try {
            ProcessBuilder builder = new ProcessBuilder(settings.words(kernel, cursor));
            builder.environment().put("LC_ALL", "C");
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw Unreachable.because(
                    UnreachableCause.UNREACHABLE_CAUSE_IO,
                    "%s cannot be run: %s; install systemd's journalctl or name another"
                            .formatted(settings.program(), e.getMessage()));
        }
        Journal journal = new Journal(process);
        Thread.ofPlatform().daemon().name("lines of the journal").start(journal::read);
        Thread.ofPlatform().daemon().name("complaints of the journal").start(journal::listen);
        return journal;
    }

    private void read() {
        try (InputStream stream = new BufferedInputStream(process.getInputStream())) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int each = stream.read(); each >= 0; each = stream.read()) {
                if (each == '\n') {
                    lines.put(Optional.of(line.toByteArray()));
                    line.reset();
                } else if (line.size() < LONGEST) {
                    line.write(each);
                }
            }
        } catch (IOException e) {
            // It was ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Whoever takes lines learns that no more come.
            var unused = lines.offer(Optional.empty());
        }
    }

    private void listen() {
        try (InputStream stream = process.getErrorStream()) {
            for (int each = stream.read(); each >= 0; each = stream.read()) {
                synchronized (complaint) {
                    if (complaint.size() < MOST_COMPLAINT) {
                        complaint.write(each);
                    }
                }
            }
        } catch (IOException e) {
            // It was ended.
        }
    }

    /**
     * The next entries; empty when none came for the time.
     *
     * @throws Unreachable when it ended, with what it said
     */
    public Batch take(long millis) throws IOException, InterruptedException {
        List<byte[]> entries = new ArrayList<>();
        Optional<byte[]> next = Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS)).orElse(Optional.empty());
        while (next.isPresent() && entries.size() < MOST_AT_ONCE) {
            entries.add(next.get());
            next = Optional.ofNullable(lines.poll()).orElse(Optional.empty());
        }
        next.ifPresent(entries::add);
        if (entries.isEmpty() && !process.isAlive() && lines.isEmpty()) {
            throw ended();
        }
        return new Batch(entries, cursor(entries));
    }

    private static Optional<String> cursor(List<byte[]> entries) {
        for (int i = entries.size() - 1; i >= 0; i--) {
            byte[] entry = entries.get(i);
            Matcher found = CURSOR.matcher(new String(entry, 0, Math.min(entry.length, 4096), StandardCharsets.UTF_8));
            if (found.find()) {
                return Optional.of(found.group(1));
            }
        }
        return Optional.empty();
    }

    private Unreachable ended() {
        String said;
        synchronized (complaint) {
            said = complaint.toString(StandardCharsets.UTF_8).strip();
        }
        boolean forbidden = said.contains("ermission") || said.contains("insufficient");
        String message = "journalctl ended with %d: %s".formatted(process.exitValue(), said);
        return forbidden
                ? Unreachable.forbidden("group systemd-journal", message + "; add the user to the group systemd-journal")
                : Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, message);
    }

    @Override
    public void close() {
        process.destroy();
        process.destroyForcibly();
    }
}
