package dev.sentinel.correlator.topology;

import java.util.Arrays;

/**
 * The neighbours of each thing by label (edge kind and direction). The runs of a thing are a chain, because it has few, and
 * what was learned together stands together: a walk along it stays near. A run is a header and entries of three words:
 *
 * <pre>
 * next run &lt;&lt; 33 | label &lt;&lt; 28 | size &lt;&lt; 23 | how many entries
 * neighbour &lt;&lt; 32 | span      begins at &lt;&lt; 15 | kind of the neighbour      ends at
 * </pre>
 */
final class Adjacency {

    static final int ENTRY = 3;
    static final int MISSING = -1;
    /** Times keep 49 bits beside a kind: years 1 to 9999 fit. */
    static final int KIND_BITS = 15;

    static final int KIND_MASK = (1 << KIND_BITS) - 1;
    /** A neighbour stands beside a span in one word. */
    static final int MOST_THINGS = 1 << 26;

    private static final int COUNT_BITS = 23;
    /** As many as a header can count. */
    static final int MOST_EDGES = (1 << COUNT_BITS) - 1;

    private static final int FIVE_BITS = (1 << 5) - 1;
    private static final int LABEL_AT = COUNT_BITS + 5;
    private static final int NEXT_AT = LABEL_AT + 5;
    private static final int SIZES = 27;
    private static final int NONE = 0;

    private final Moved moved;
    private long[] words = new long[256];
    private int used = 1;
    /** The first free run of each size; the next one stands in its header. */
    private final int[] free = new int[SIZES];
    /** By thing, its first run. */
    private int[] first = new int[64];

    Adjacency(Moved moved) {
        this.moved = moved;
    }

    /** Hears where an entry of a span stands now. */
    interface Moved {
        void moved(int span, boolean reversed, int position);
    }

    static int label(int edgeKind, boolean reversed) {
        return edgeKind << 1 | (reversed ? 1 : 0);
    }

    /** For reading only, and only until the next change. */
    long[] words() {
        return words;
    }

    /** Where the header of a run stands, or {@link #MISSING}. */
    int run(int thing, int label) {
        for (int run = first(thing); run != MISSING; run = next(run)) {
            if (label(words[run]) == label) {
                return run;
            }
        }
        return MISSING;
    }

    /** The first run of a thing, or {@link #MISSING}; the others follow by {@link #next}. */
    int first(int thing) {
        return thing < first.length && first[thing] != NONE ? first[thing] : MISSING;
    }

    int next(int run) {
        int next = (int) (words[run] >>> NEXT_AT);
        return next == NONE ? MISSING : next;
    }

    /** The label that a header says. */
    static int label(long header) {
        return (int) (header >>> LABEL_AT) & FIVE_BITS;
    }

    int other(int position) {
        return (int) (words[position] >>> Integer.SIZE);
    }

    long start(int position) {
        return words[position + 1] >> KIND_BITS;
    }

    long until(int position) {
        return words[position + 2];
    }

    void set(int position, long start, long until) {
        words[position + 1] = (start << KIND_BITS) | (words[position + 1] & KIND_MASK);
        words[position + 2] = until;
    }

    void add(int thing, int label, int other, int otherKind, int span) {
        int run = run(thing, label);
        if (run == MISSING) {
            run = begin(thing, label);
        } else if (count(words[run]) == 1 << size(words[run])) {
            run = enlarge(thing, run);
        }
        int position = run + 1 + ENTRY * count(words[run]);
        words[run]++;
        words[position] = (long) other << Integer.SIZE | span;
        words[position + 1] = otherKind;
        words[position + 2] = 0;
        moved.moved(span, (label & 1) == 1, position);
    }

    /** The last entry of the run takes its place. */
    void remove(int thing, int label, int position) {
        int run = run(thing, label);
        words[run]--;
        int last = run + 1 + ENTRY * count(words[run]);
        if (last != position) {
            System.arraycopy(words, last, words, position, ENTRY);
            moved.moved((int) words[position], (label & 1) == 1, position);
        }
    }

    /** How many entries a header says there are. */
    static int count(long header) {
        return (int) header & MOST_EDGES;
    }

    /** A run has room for this power of two. */
    private static int size(long header) {
        return (int) (header >>> COUNT_BITS) & FIVE_BITS;
    }

    private int begin(int thing, int label) {
        if (thing >= first.length) {
            first = Arrays.copyOf(first, Math.max(thing + 1, first.length + (first.length >> 1)));
        }
        int run = take(0);
        words[run] = (long) label << LABEL_AT;
        // What leads on comes first: a thing has few edges of its own, and walks mostly follow those.
        if ((label & 1) == 0 || first[thing] == NONE) {
            chain(run, first[thing]);
            first[thing] = run;
        } else {
            int last = first[thing];
            while (next(last) != MISSING) {
                last = next(last);
            }
            chain(last, run);
        }
        return run;
    }

    private void chain(int run, int next) {
        words[run] = (long) next << NEXT_AT | (words[run] & ((1L << NEXT_AT) - 1));
    }

    private int enlarge(int thing, int old) {
        long header = words[old];
        int count = count(header);
        int size = size(header);
        int run = take(size + 1);
        words[run] = header + (1L << COUNT_BITS);
        System.arraycopy(words, old + 1, words, run + 1, ENTRY * count);
        boolean reversed = (label(header) & 1) == 1;
        for (int i = 0, position = run + 1; i < count; i++, position += ENTRY) {
            moved.moved((int) words[position], reversed, position);
        }
        replace(thing, old, run);
        words[old] = free[size];
        free[size] = old;
        return run;
    }

    /** Another run takes its place in the chain. */
    private void replace(int thing, int old, int run) {
        if (first[thing] == old) {
            first[thing] = run;
            return;
        }
        int before = first[thing];
        while (next(before) != old) {
            before = next(before);
        }
        chain(before, run);
    }

    private int take(int size) {
        if (free[size] != 0) {
            int run = free[size];
            free[size] = (int) words[run];
            return run;
        }
        int length = 1 + (ENTRY << size);
        if (used + length > words.length) {
            // an eighth more, not twice as much: this is most of the memory
            words = Arrays.copyOf(words, Math.max(used + length, Math.addExact(used, used >> 3)));
        }
        used += length;
        return used - length;
    }
}
