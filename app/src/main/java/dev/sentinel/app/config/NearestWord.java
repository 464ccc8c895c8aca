package dev.sentinel.app.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the word somebody probably meant. */
final class NearestWord {
    private NearestWord() {}

    static Optional<String> to(String typed, Collection<String> words) {
        // A third of the letters wrong is still a slip; more is another word.
        var reach = Math.max(1, typed.length() / 3);
        return words.stream()
                .filter(word -> distance(typed, word) <= reach)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /** Edits between two words, two swapped neighbours counting as one. */
    static int distance(String a, String b) {
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
