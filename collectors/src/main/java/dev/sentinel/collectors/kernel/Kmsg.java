package dev.sentinel.collectors.kernel;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** Records of {@code /dev/kmsg}: {@code 3,1234,5678901,-;text}, then indented lines of keys that are not read here. */
public final class Kmsg {
    /** The kernel's own records are half as long. */
    private static final int LONGEST = 2048;

    private Kmsg() {}

    /** One record, with the time since start made into a time of day; never fails. */
    public static KernelLine read(byte[] record, Instant bootedAt) {
        byte[] kept = record.length > LONGEST ? Arrays.copyOf(record, LONGEST) : record;
        String text = new String(kept, StandardCharsets.UTF_8);
        int end = text.indexOf('\n');
        String line = end < 0 ? text : text.substring(0, end);
        int head = line.indexOf(';');
        String[] fields = head < 0 ? new String[0] : line.substring(0, head).split(",", -1);
        if (fields.length < 3 || !fields[2].matches("\\d{1,15}")) {
            return new KernelLine(line, Optional.empty());
        }
        long micros = Long.parseLong(fields[2]);
        return new KernelLine(
                unescaped(line.substring(head + 1)),
                Optional.of(bootedAt.plusSeconds(micros / 1_000_000).plusNanos(micros % 1_000_000 * 1_000)));
    }

    /** The kernel writes what is not printable as \x0a. */
    private static String unescaped(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            boolean escape = text.startsWith("\\x", i) && i + 4 <= text.length();
            int high = escape ? Character.digit(text.charAt(i + 2), 16) : -1;
            int low = escape ? Character.digit(text.charAt(i + 3), 16) : -1;
            if (high >= 0 && low >= 0) {
                plain.append((char) (high * 16 + low));
                i += 3;
            } else {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }
}
