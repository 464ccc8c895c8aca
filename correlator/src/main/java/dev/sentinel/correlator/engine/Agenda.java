package dev.sentinel.correlator.engine;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Who is to be looked at when, the earliest first and those of one moment in the order in which they came: a heap in arrays. */
final class Agenda<T> {
    private long[] times = new long[64];
    private long[] numbers = new long[64];
    private T[] all;
    private int size;
    private long next;

    Agenda(IntFunction<T[]> array) {
        all = array.apply(64);
    }

    void add(long time, T one) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            all = Arrays.copyOf(all, 2 * size);
        }
        var at = size++;
        var number = next++;
        while (at > 0 && isBefore(time, number, (at - 1) / 2)) {
            move((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        set(at, time, number, one);
    }

    /** When the first is due; the greatest long when there is none. */
    long next() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /** The first; only to be called when there is one. */
    T take() {
        var first = all[0];
        size--;
        var time = times[size];
        var number = numbers[size];
        var last = all[size];
        Arrays.fill(all, size, size + 1, null);
        if (size > 0) {
            sink(time, number, last);
        }
        return first;
    }

    private void sink(long time, long number, T one) {
        var at = 0;
        for (var child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isBefore(times[child + 1], numbers[child + 1], child)) {
                child++;
            }
            if (isBefore(time, number, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        set(at, time, number, one);
    }

    private boolean isBefore(long time, long number, int other) {
        return time < times[other] || (time == times[other] && number < numbers[other]);
    }

    private void move(int from, int to) {
        set(to, times[from], numbers[from], all[from]);
    }

    private void set(int at, long time, long number, T one) {
        times[at] = time;
        numbers[at] = number;
        all[at] = one;
    }
}
