package dev.sentinel.app.log;

import org.jspecify.annotations.Nullable;

/** Keeps a single value from filling the log. */
final class Clipped {
    static final int LONGEST = 8 * 1024;

    private Clipped() {}

    static String of(@Nullable Object value) {
        return of(String.valueOf(value), LONGEST);
    }

    static String of(String text, int longest) {
        return text.length() <= longest
                ? text
                : text.substring(0, longest) + "... (%d more characters)".formatted(text.length() - longest);
    }
}
