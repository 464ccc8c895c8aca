package dev.sentinel.correlator.topology;

import java.util.Arrays;

/** The spans of each scope, chained both ways, so that a listing looks only at its own. */
final class ScopeChains {

    private int[] first = new int[16];
    private int[] next = new int[64];
    private int[] before = new int[64];

    ScopeChains() {
        Arrays.fill(first, Spans.NONE);
    }

    /** The others follow by {@link #next}. */
    int first(int scope) {
        return scope < first.length ? first[scope] : Spans.NONE;
    }

    int next(int span) {
        return next[span];
    }

    void enter(int span, int scope) {
        if (scope >= first.length) {
            int old = first.length;
            first = Arrays.copyOf(first, Math.max(scope + 1, 2 * old));
            Arrays.fill(first, old, first.length, Spans.NONE);
        }
        next[span] = first[scope];
        before[span] = Spans.NONE;
        if (first[scope] != Spans.NONE) {
            before[first[scope]] = span;
        }
        first[scope] = span;
    }

    void leave(int span, int scope) {
        if (before[span] == Spans.NONE) {
            first[scope] = next[span];
        } else {
            next[before[span]] = next[span];
        }
        if (next[span] != Spans.NONE) {
            before[next[span]] = before[span];
        }
    }

    void enlarge(int capacity) {
        next = Arrays.copyOf(next, capacity);
        before = Arrays.copyOf(before, capacity);
    }
}
