package dev.sentinel.collectors.webhook;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A word of ours for a word of theirs, whose case does not matter: {@code {of: level, crit: critical, else: warning}}.
 *
 * @param of what to look up; a fixed text is the word itself when there are no rows
 * @param otherwise for words that are in no row, and where there is no word
 */
record Table(Text of, Map<String, String> rows, Optional<String> otherwise) {
    Table {
        rows = Map.copyOf(rows);
    }

    Optional<String> word(Found found) {
        Optional<String> theirs = of.tried(found);
        Optional<String> ours = rows.isEmpty()
                ? theirs
                : theirs.flatMap(
                        word -> Optional.ofNullable(rows.get(word.strip().toLowerCase(Locale.ROOT))));
        return ours.or(() -> otherwise);
    }
}
