package dev.sentinel.collectors.logs;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One line of a log out of its envelope.
 *
 * @param time what the envelope says; the line itself may know better
 * @param origin what the envelope says of the writer, by its own names ({@code _SYSTEMD_UNIT})
 * @param partial the line goes on in the next entry of the same stream
 * @param cut it was longer than anybody reads, and the rest is gone
 */
public record Entry(
        String line, Optional<Instant> time, Stream stream, Map<String, String> origin, boolean partial, boolean cut) {

    /** Longer lines are cut; container runtimes split theirs at this length. */
    public static final int LONGEST = 16 * 1024;

    /** Where a process wrote it. */
    public enum Stream {
        STDOUT,
        STDERR,
        UNKNOWN
    }

    public Entry {
        if (line.length() > LONGEST) {
            line = line.substring(0, LONGEST);
            cut = true;
        }
        origin = Map.copyOf(origin);
    }

    static Entry plain(String line, boolean cut) {
        return new Entry(line, Optional.empty(), Stream.UNKNOWN, Map.of(), false, cut);
    }
}
