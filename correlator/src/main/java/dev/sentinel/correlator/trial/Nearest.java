package dev.sentinel.correlator.trial;

import java.util.Collection;
import java.util.Comparator;

/** Finds the word somebody probably meant. */
final class Nearest {
    private static final int LONGEST = 100;

    private Nearest() {}

    /** {@code ; did you mean "x"?}, or nothing when no word is near. */
    static String hint(String typed, Collection<String> words) {
        if (typed.length() > LONGEST) {
            return "";
        }
        // A third of the letters wrong is still a slip; more is another word.
        var reach = Math.max(1, typed.length() / 3);
        return words.stream()
                .filter(word -> distance(typed, word) <= reach)
                .min(Comparator.comparingInt((String word) -> distance(typed, word))
                        .thenComparing(Comparator.naturalOrder()))
                .map("; did you mean \"%s\"?"::formatted)
                .orElse("");
    }

    private static int distance(String a, String b) {
        var above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                var changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(above[j], row[j - 1]) + 1);
            }
            above = row;
        }
        return above[b.length()];
    }
}
