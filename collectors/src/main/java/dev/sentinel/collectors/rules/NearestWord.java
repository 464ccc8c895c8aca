package dev.sentinel.collectors.rules;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word somebody probably meant. */
public final class NearestWord {
    private static final int LONGEST = 64;
    private static final int MOST_NAMED = 16;

    private NearestWord() {}

    /** The end of a complaint: the nearest word, or all of them when none is near and they are few. */
    public static String hint(String typed, Collection<String> words) {
        return to(typed, words)
                .map("; did you mean \"%s\"?"::formatted)
                .orElse(words.isEmpty() || words.size() > MOST_NAMED ? "" : "; known: " + String.join(", ", words));
    }

    private static Optional<String> to(String typed, Collection<String> words) {
        String word = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        // A third of the letters wrong is still a slip; more is another word.
        int reach = Math.max(1, word.length() / 3);
        return words.stream()
                .filter(known -> Math.abs(known.length() - word.length()) <= reach)
                .filter(known -> distance(word, known) <= reach)
                .min(Comparator.comparingInt(known -> distance(word, known)));
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + same);
            }
            before = now;
        }
        return before[b.length()];
    }
}
