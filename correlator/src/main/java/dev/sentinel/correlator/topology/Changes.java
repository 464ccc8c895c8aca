package dev.sentinel.correlator.topology;

import java.util.Arrays;

/** The things whose edges have changed. */
final class Changes {

    private int[] things = new int[64];
    private int size;
    private long version;

    void clear() {
        size = 0;
    }

    void of(int from, int to) {
        if (size + 2 > things.length) {
            compact();
        }
        version++;
        things[size++] = from;
        things[size++] = to;
    }

    /** Another number after each change there ever was. */
    long version() {
        return version;
    }

    /** Each once, in ascending order. */
    int[] all() {
        return Arrays.stream(things, 0, size).sorted().distinct().toArray();
    }

    private void compact() {
        var distinct = all();
        things = Arrays.copyOf(distinct, Math.max(things.length, 2 * distinct.length + 2));
        size = distinct.length;
    }
}
