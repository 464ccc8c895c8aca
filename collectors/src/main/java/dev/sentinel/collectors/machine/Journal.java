package dev.sentinel.collectors.machine;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running journalctl whose lines are taken in batches. While nobody takes them it waits, and the journal does not. */
public final class Journal implements AutoCloseable {
    private static final int MOST_COMPLAINT = 1000;
    private static final Pattern CURSOR = Pattern.compile("\"__CURSOR\"\\s*:\\s*\"([a-z0-9=;]{1,300})\"");

    private final Process process;
    private final LineFeed feed;
    private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();

    private Journal(Process process) {
        this.process = process;
        this.feed = new LineFeed(process.getInputStream(), "lines of the journal");
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
        Thread.ofPlatform().daemon().name("complaints of the journal").start(journal::listen);
        return journal;
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
        List<byte[]> entries = feed.take(millis);
        if (entries.isEmpty() && feed.isOver()) {
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

    private Unreachable ended() throws InterruptedException {
        var unused = process.waitFor(1, TimeUnit.SECONDS);
        String said;
        synchronized (complaint) {
            said = complaint.toString(StandardCharsets.UTF_8).strip();
        }
        boolean forbidden = said.contains("ermission") || said.contains("insufficient");
        String message =
                "journalctl ended%s: %s".formatted(process.isAlive() ? "" : " with " + process.exitValue(), said);
        return forbidden
                ? Unreachable.forbidden(
                        "group systemd-journal", message + "; add the user to the group systemd-journal")
                : Unreachable.because(UnreachableCause.UNREACHABLE_CAUSE_IO, message);
    }

    @Override
    public void close() {
        process.destroy();
        process.destroyForcibly();
    }
}
