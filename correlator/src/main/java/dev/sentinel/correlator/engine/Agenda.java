package dev.sentinel.correlator.engine;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Who is to be looked at when, the earliest first and those of one moment in the order in which they came: a heap in arrays. */
final class Agenda<T> {
    // Four stand in one line of the processor's cache, and the heap is half as deep as one of pairs.
    private static final int CHILDREN = 4;

    // Time and number of each stand side by side, because they are read together.
    private long[] order = new long[128];
    private T[] all;
    private int size;
    private long next;

    Agenda(IntFunction<T[]> array) {
        all = array.apply(64);
    }

    void add(long time, T one) {
        if (size == all.length) {
            order = Arrays.copyOf(order, 4 * size);
            all = Arrays.copyOf(all, 2 * size);
        }
        var at = size++;
        var number = next++;
        while (at > 0 && isBefore(time, number, (at - 1) / CHILDREN)) {
            move((at - 1) / CHILDREN, at);
            at = (at - 1) / CHILDREN;
        }
        set(at, time, number, one);
    }

    /** When the first is due; the greatest long when there is none. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : order[0];
    }

    /** The first; only to be called when there is one. */
    T take() {
        var first = all[0];
        size--;
        var time = order[2 * size];
        var number = order[2 * size + 1];
        var last = all[size];
        Arrays.fill(all, size, size + 1, null);
        if (size > 0) {
            sink(time, number, last);
        }
        return first;
    }

    private void sink(long time, long number, T one) {
        var at = 0;
        for (var child = earliest(1); child < size; child = earliest(CHILDREN * at + 1)) {
            if (isBefore(time, number, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, time, number, one);
    }

    /** The earliest of the children from there on. */
    private int earliest(int first) {
        var earliest = first;
        for (var child = first + 1; child < Math.min(first + CHILDREN, size); child++) {
            earliest = isBefore(order[2 * child], order[2 * child + 1], earliest) ? child : earliest;
        }
        return earliest;
    }

    private boolean isBefore(long time, long number, int other) {
        var otherTime = order[2 * other];
        return time < otherTime || (time == otherTime && number < order[2 * other + 1]);
    }

    private void move(int from, int to) {
        set(to, order[2 * from], order[2 * from + 1], all[from]);
    }

    private void set(int at, long time, long number, T one) {
        order[2 * at] = time;
        order[2 * at + 1] = number;
        all[at] = one;
    }
}
