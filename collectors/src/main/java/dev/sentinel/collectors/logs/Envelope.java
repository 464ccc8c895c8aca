package dev.sentinel.collectors.logs;

import com.fasterxml.jackson.core.JsonFactory;
import dev.sentinel.collectors.logs.Entry.Stream;
import dev.sentinel.collectors.reading.Times;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What runtimes wrap around a line. Anything that is not what its envelope promises is read as a plain line: a line that
 * cannot be placed is worth more than one that is dropped.
 */
public enum Envelope {
    /** {@code <time> stdout|stderr F|P <line>}, as containerd and CRI-O write it. */
    CRI {
        @Override
        Entry open(String raw, boolean cut) {
            int time = raw.indexOf(' ');
            int stream = raw.indexOf(' ', time + 1);
            int tag = stream < 0 ? -1 : raw.indexOf(' ', stream + 1);
            if (time < 0 || stream < 0) {
                return Entry.plain(raw, cut);
            }
            Optional<Instant> at = Times.parse(raw.substring(0, time));
            Stream from = stream(raw.substring(time + 1, stream));
            // An empty line may lack the blank after its tag. More tags may follow the first one, after colons.
            String tags = raw.substring(stream + 1, tag < 0 ? raw.length() : tag);
            if (at.isEmpty() || from == Stream.UNKNOWN || !(tags.startsWith("F") || tags.startsWith("P"))) {
                return Entry.plain(raw, cut);
            }
            String line = tag < 0 ? "" : raw.substring(tag + 1);
            return new Entry(line, at, from, Map.of(), tags.startsWith("P"), cut);
        }
    },
    /** {@code {"log":"...\n","stream":"stderr","time":"..."}}. */
    DOCKER {
        @Override
        Entry open(String raw, boolean cut) {
            Map<String, String> fields = new FlatJson(JSON, ENVELOPE_KEYS, Entry.LONGEST + 1).read(raw);
            String log = fields.get("log");
            if (log == null) {
                return Entry.plain(raw, cut);
            }
            boolean whole = log.endsWith("\n");
            return new Entry(
                    whole ? log.substring(0, log.length() - 1) : log,
                    Times.parse(fields.getOrDefault("time", "")),
                    stream(fields.getOrDefault("stream", "")),
                    Map.of(),
                    !whole && log.length() <= Entry.LONGEST,
                    cut);
        }
    },
    /** One entry of {@code journalctl -o json}: {@code MESSAGE} is text, or an array of bytes when it was not UTF-8. */
    JOURNAL {
        @Override
        Entry open(String raw, boolean cut) {
            Map<String, String> fields = new HashMap<>(new FlatJson(JSON, ENVELOPE_KEYS, Entry.LONGEST + 1).read(raw));
            String message = fields.remove("MESSAGE");
            if (message == null) {
                return Entry.plain(raw, cut);
            }
            return new Entry(message, journalTime(fields), Stream.UNKNOWN, fields, false, cut);
        }
    },
    /** Nothing around it. */
    PLAIN {
        @Override
        Entry open(String raw, boolean cut) {
            return Entry.plain(raw, cut);
        }
    };

    /** A line of the longest content, were each character written as an escape. */
    private static final int LONGEST_RAW = 6 * Entry.LONGEST + 4096;

    private static final int ENVELOPE_KEYS = 64;
    private static final JsonFactory JSON = new JsonFactory();

    abstract Entry open(String raw, boolean cut);

    /** Takes a line out of its envelope; never fails. */
    public Entry open(byte[] raw) {
        boolean cut = raw.length > LONGEST_RAW;
        byte[] kept = cut ? Arrays.copyOf(raw, LONGEST_RAW) : raw;
        // Bytes that are no UTF-8 become U+FFFD.
        return open(withoutReturn(new String(kept, StandardCharsets.UTF_8)), cut);
    }

    private static String withoutReturn(String raw) {
        int end = raw.length();
        while (end > 0 && (raw.charAt(end - 1) == '\n' || raw.charAt(end - 1) == '\r')) {
            end--;
        }
        return raw.substring(0, end);
    }

    private static Stream stream(String name) {
        return switch (name) {
            case "stdout" -> Stream.STDOUT;
            case "stderr" -> Stream.STDERR;
            default -> Stream.UNKNOWN;
        };
    }

    private static Optional<Instant> journalTime(Map<String, String> fields) {
        // The sender's own clock first; the other is when the journal got it.
        String micros =
                fields.getOrDefault("_SOURCE_REALTIME_TIMESTAMP", fields.getOrDefault("__REALTIME_TIMESTAMP", ""));
        return micros.matches("\\d{1,18}") ? Times.ofMicros(Long.parseLong(micros)) : Optional.empty();
    }
}
