package dev.sentinel.collectors;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts that nobody should write, from a seed: mutations of real lines, and what breaks parsers. */
public final class Hostile {
    private static final List<String> POISON = List.of(
            "\0",
            "\u001b[31m",
            "{",
            "}",
            "{{{{",
            "[[[[",
            "\"",
            "\\\"",
            "\\",
            "=",
            "==",
            "|",
            "\t",
            "\n",
            "\r\n",
            "\uD800",
            "\uDC00",
            "😀",
            "%s",
            "${x}",
            "-1",
            "18446744073709551616",
            "99999999999999999999999999",
            "1e999",
            "NaN",
            "::",
            "//",
            "é",
            "\u202e");

    private final Random random;

    public Hostile(long seed) {
        this.random = new Random(seed);
    }

    /** The line with a few places changed. */
    public String mutated(String line) {
        StringBuilder text = new StringBuilder(line);
        for (int i = 0; i <= random.nextInt(6); i++) {
            int at = text.isEmpty() ? 0 : random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.insert(at, POISON.get(random.nextInt(POISON.size())));
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(12)));
                case 2 -> text.setLength(at);
                case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
                default -> text.insert(at, (char) random.nextInt(0x300));
            }
        }
        return text.toString();
    }

    /** Bytes that are text only by chance. */
    public byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The line with a megabyte somewhere in it. */
    public static List<String> huge(String line) {
        List<String> lines = new ArrayList<>();
        for (String filling : List.of("a", " ", "{", "[", "\"", "\\", "a=", "\t", "1", "/x", "é", "{\"a\":")) {
            String mass = filling.repeat(1024 * 1024 / filling.length());
            lines.add(line + mass);
            lines.add(mass + line);
        }
        return lines;
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
