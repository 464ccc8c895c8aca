package dev.sentinel.yaml;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word somebody probably meant. */
public final class NearestWord {
    /** Longer words are compared only this far; nobody's slip needs more. */
    private static final int LONGEST = 128;

    private static final int MOST_NAMED = 12;

    private NearestWord() {}

    public static Optional<String> to(String typed, Collection<String> words) {
        var word = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
        // A third of the letters wrong is still a slip; more is another word.
        var reach = Math.max(1, word.length() / 3);
        return words.stream()
                .filter(known -> Math.abs(known.length() - word.length()) <= reach)
                .filter(known -> distance(word, known) <= reach)
                .min(Comparator.comparingInt(known -> distance(word, known)));
    }

    /** The end of a complaint: the nearest word, or all of them when none is near and they are few. */
    public static String hint(String typed, Collection<String> words) {
        return to(typed, words)
                .map("; did you mean \"%s\"?"::formatted)
                .orElse(words.isEmpty() || words.size() > MOST_NAMED ? "" : "; known: " + String.join(", ", words));
    }

    /** Edits between two words, two swapped neighbours counting as one. */
    public static int distance(String a, String b) {
        var edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int cheapest(int[][] edits, String a, String b, int i, int j) {
        var same = a.charAt(i - 1) == b.charAt(j - 1);
        var cost = Math.min(Math.min(edits[i - 1][j], edits[i][j - 1]) + 1, edits[i - 1][j - 1] + (same ? 0 : 1));
        var swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(cost, edits[i - 2][j - 2] + 1) : cost;
    }
}
