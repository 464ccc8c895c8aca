package dev.sentinel.collectors.logs;

import java.util.Optional;

/** Finds paths of files in messages. */
final class Paths {
    private static final String ENDS = " \t\n\"':;,)]}";

    private Paths() {}

    /** The first absolute path of at least two steps. */
    static Optional<String> first(String text) {
        for (int start = text.indexOf('/'); start >= 0; start = text.indexOf('/', start)) {
            int end = start;
            while (end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            boolean begins = start == 0 || " \"'(=".indexOf(text.charAt(start - 1)) >= 0;
            if (begins && text.indexOf('/', start + 1) > 0 && text.indexOf('/', start + 1) < end) {
                return Optional.of(text.substring(start, end));
            }
            start = Math.max(end, start + 1);
        }
        return Optional.empty();
    }
}
