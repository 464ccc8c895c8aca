package dev.sentinel.lab.world;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Says what is not there and what was probably meant. */
public final class Missing {

    private static final int FAR = 1_000;

    private Missing() {}

    public static Refused of(String what, String name, Collection<String> known) {
        String hint = nearest(name, known)
                .map(each -> "; did you mean \"%s\"?".formatted(each))
                .orElseGet(() -> known.isEmpty()
                        ? "; there is none"
                        : "; there are: "
                                + String.join(
                                        ", ", known.stream().sorted().limit(10).toList()));
        return new Refused(Refused.Reason.NOT_FOUND, "there is no %s \"%s\"%s".formatted(what, name, hint));
    }

    /** The word that takes the fewest changes, if those are few for its length; one that begins the same counts as near. */
    public static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .min(Comparator.<String>comparingInt(each -> distance(word, each))
                        .thenComparing(each -> each))
                .filter(each -> distance(word, each) <= Math.max(2, word.length() / 3));
    }

    private static int distance(String a, String b) {
        if (a.length() > FAR || b.length() > FAR) {
            return FAR;
        }
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int swap = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(swap, Math.min(row[j - 1], before[j]) + 1);
            }
            before = row;
        }
        return before[b.length()];
    }
}
