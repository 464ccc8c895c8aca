package dev.sentinel.app.config;

import java.util.List;
import java.util.regex.Pattern;

/** A number of bytes, written with a unit. */
public record Size(long bytes) {
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9})\\s*([KMGT]i?B|B)");
    private static final String UNITS = "KMGT";

    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static Size mebibytes(long count) {
        return new Size(count << 20);
    }

    static Parsed<Size> parse(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Parsed.wrong("\"%s\" is not a size; write one like 64KiB, 256MiB or 2GiB".formatted(text));
        }
        return Parsed.good(new Size(Long.parseLong(written.group(1)) * factor(written.group(2))));
    }

    private static long factor(String unit) {
        var step = unit.contains("i") ? 1024L : 1000L;
        var power = UNITS.indexOf(unit.charAt(0)) + 1;
        var factor = 1L;
        for (int i = 0; i < power; i++) {
            factor *= step;
        }
        return factor;
    }

    @Override
    public String toString() {
        var units = List.of("TiB", "GiB", "MiB", "KiB");
        for (int i = 0; i < units.size(); i++) {
            var shift = 10 * (units.size() - i);
            if (bytes > 0 && bytes % (1L << shift) == 0) {
                return (bytes >> shift) + units.get(i);
            }
        }
        return bytes + "B";
    }
}
