package dev.sentinel.collectors.kubernetes.edge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * The log of one container.
 *
 * @param container empty for the only one of the pod
 * @param since lines from before this time are left out
 * @param mostLines after so many the reading ends, to be taken up again from the time of the last one
 */
public record PodLog(String namespace, String pod, String container, Optional<Instant> since, long mostLines) {
    private static final int LONGEST = 1 << 20;

    public PodLog {
        if (mostLines < 1) {
            throw new IllegalArgumentException("at least one line, not " + mostLines);
        }
    }

    /** Who reads. */
    @FunctionalInterface
    public interface Taker {

        /**
         * One line as it was written, after the time at which it was.
         *
         * @return whether more are wanted
         */
        boolean take(String line) throws IOException, InterruptedException;
    }

    /** Hands on one line after the other; whoever is slow slows down the sender. */
    void read(InputStream log, Taker taker) throws IOException, InterruptedException {
        InputStream in = new BufferedInputStream(log, 8192);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long left = mostLines;
        for (int next = in.read(); next >= 0; next = in.read()) {
            boolean whole = next == '\n' || line.size() == LONGEST;
            if (next != '\n') {
                line.write(next);
            }
            if (whole) {
                left--;
                if (!taker.take(line.toString(StandardCharsets.UTF_8)) || left == 0) {
                    return;
                }
                line.reset();
            }
        }
        if (line.size() > 0) {
            var unused = taker.take(line.toString(StandardCharsets.UTF_8));
        }
    }
}
