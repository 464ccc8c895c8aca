package dev.sentinel.correlator.topology;

import java.util.Arrays;

/**
 * The neighbours of each thing by label (edge kind and direction), so that a step of a walk is one probe and one run of
 * words. A run is a header (how many entries) and entries of three words:
 *
 * <pre>
 * neighbour &lt;&lt; 32 | span      begins at &lt;&lt; 15 | kind of the neighbour      ends at
 * </pre>
 */
final class Adjacency {

    static final int ENTRY = 3;
    static final int MISSING = -1;
    /** Times keep 49 bits beside a kind: years 1 to 9999 fit. */
    static final int KIND_BITS = 15;

    static final int KIND_MASK = (1 << KIND_BITS) - 1;
    /** Things stand beside a label in one word. */
    static final int MOST_THINGS = 1 << 26;

    private static final int LABEL_BITS = 5;
    private static final int SIZES = 27;

    private final Moved moved;
    private long[] words = new long[256];
    private int used = 1;
    /** The first free run of each size; the next one stands in its header. Zero is none. */
    private final int[] free = new int[SIZES];
    /** Pairs: thing and label, and where the run begins. A key is never 0, because no edge kind in use is. */
    private int[] table = new int[512];

    /** By thing, a bit for each label that it has a run of. */
    private int[] labels = new int[64];

    private int shift = Integer.SIZE - 8;
    private int groups;

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
        int key = thing << LABEL_BITS | label;
        int mask = table.length / 2 - 1;
        for (int slot = Hashes.mix(key) >>> shift; ; slot = (slot + 1) & mask) {
            int found = table[2 * slot];
            if (found == key) {
                return table[2 * slot + 1];
            }
            if (found == 0) {
                return MISSING;
            }
        }
    }

    /** A bit for each label under which a thing has, or had, neighbours. */
    int labels(int thing) {
        return thing < labels.length ? labels[thing] : 0;
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
            run = take(0);
            words[run] = 0;
            remember(thing << LABEL_BITS | label, run);
        } else if (count(words[run]) == 1 << size(words[run])) {
            run = enlarge(thing << LABEL_BITS | label, run);
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
        return (int) header;
    }

    /** A run has room for this power of two. */
    private static int size(long header) {
        return (int) (header >>> Integer.SIZE);
    }

    private int enlarge(int key, int old) {
        int count = count(words[old]);
        int size = size(words[old]);
        int run = take(size + 1);
        words[run] = (long) (size + 1) << Integer.SIZE | count;
        System.arraycopy(words, old + 1, words, run + 1, ENTRY * count);
        boolean reversed = (key & 1) == 1;
        for (int i = 0, position = run + 1; i < count; i++, position += ENTRY) {
            moved.moved((int) words[position], reversed, position);
        }
        words[old] = free[size];
        free[size] = old;
        table[2 * slot(key) + 1] = run;
        return run;
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

    private void remember(int key, int run) {
        groups++;
        int thing = key >>> LABEL_BITS;
        if (thing >= labels.length) {
            labels = Arrays.copyOf(labels, Math.max(thing + 1, labels.length + (labels.length >> 1)));
        }
        labels[thing] |= 1 << key;
        if (groups * 5L > table.length / 2 * 4L) {
            var old = table;
            table = new int[old.length * 2];
            shift--;
            for (int at = 0; at < old.length; at += 2) {
                if (old[at] != 0) {
                    put(old[at], old[at + 1]);
                }
            }
        }
        put(key, run);
    }

    private void put(int key, int run) {
        int slot = slot(key);
        table[2 * slot] = key;
        table[2 * slot + 1] = run;
    }

    /** Where the key stands, or should. */
    private int slot(int key) {
        int mask = table.length / 2 - 1;
        int slot = Hashes.mix(key) >>> shift;
        while (table[2 * slot] != 0 && table[2 * slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
