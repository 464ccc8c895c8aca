package dev.sentinel.correlator.engine;

import java.util.Arrays;

/**
 * When something was seen, in order. Of more than can be kept the earliest and the latest half stay, whatever the order in
 * which they come, and those between are only counted. Most is seen once or twice: for that no array is needed.
 */
abstract class Occasions {
    /** So many are kept, unless a clause counts more. */
    static final int MOST = 8;

    private static final long[] NOTHING = {};

    private long first;
    private long last;
    private long[] between = NOTHING;
    private int total = 1;
    private byte size = 1;
    private byte most = MOST;

    Occasions(long time) {
        first = time;
        last = time;
    }

    /** One more of which at most so many are kept; true when one has to go for it. */
    final boolean add(long time, int mostKept) {
        most = (byte) mostKept;
        total = total == Integer.MAX_VALUE ? total : total + 1;
        if (size < mostKept) {
            insert(time);
            return false;
        }
        insertFull(time);
        return true;
    }

    private void insert(long time) {
        if (size == 1) {
            first = Math.min(first, time);
            last = Math.max(last, time);
            size = 2;
            return;
        }
        var at = (int) size;
        var all = Arrays.copyOf(times(), size + 1);
        while (at > 0 && all[at - 1] > time) {
            all[at] = all[at - 1];
            at--;
        }
        all[at] = time;
        set(all, 0, all.length);
    }

    private void insertFull(long time) {
        var half = size / 2;
        if (time >= time(half - 1) && time <= time(half)) {
            return;
        }
        var all = times();
        // The place of the one that goes, and which way the others move up.
        var isEarly = time < all[half - 1];
        var at = isEarly ? half - 1 : half;
        for (; isEarly && at > 0 && all[at - 1] > time; at--) {
            all[at] = all[at - 1];
        }
        for (; !isEarly && at < size - 1 && all[at + 1] < time; at++) {
            all[at] = all[at + 1];
        }
        all[at] = time;
        set(all, 0, size);
    }

    /** Takes one back; true when nothing is left. */
    final boolean remove(long time) {
        var all = times();
        var at = Arrays.binarySearch(all, time);
        if (at >= 0) {
            System.arraycopy(all, at + 1, all, at, size - at - 1);
            set(all, 0, size - 1);
        }
        total--;
        return size == 0 || total <= 0;
    }

    /** Forgets what lies before; true when something did. */
    final boolean forgetBefore(long time) {
        var keep = 0;
        while (keep < size && time(keep) < time) {
            keep++;
        }
        if (keep > 0) {
            set(times(), keep, size);
        }
        return keep > 0;
    }

    private long[] times() {
        var all = new long[size];
        for (var at = 0; at < size; at++) {
            all[at] = time(at);
        }
        return all;
    }

    private void set(long[] all, int from, int until) {
        size = (byte) (until - from);
        if (size > 0) {
            first = all[from];
            last = all[until - 1];
        }
        between = size > 2 ? Arrays.copyOfRange(all, from + 1, until - 1) : NOTHING;
    }

    final boolean any(long from, long until) {
        for (var at = 0; at < size; at++) {
            var time = time(at);
            if (time >= from && time <= until) {
                return true;
            }
        }
        return false;
    }

    /** Whether times that were let go may lie in there. */
    final boolean mayHaveHad(long from, long until) {
        var half = most / 2;
        return total > size && size > half && from < time(half) && until > time(half - 1);
    }

    final int size() {
        return size;
    }

    final long time(int index) {
        return index == 0 ? first : index == size - 1 ? last : between[index - 1];
    }

    final long first() {
        return first;
    }

    final long last() {
        return last;
    }

    /** The last of those before a moment that are kept, or the first. */
    final long lastBefore(long moment) {
        var at = size - 1;
        while (at > 0 && time(at) >= moment) {
            at--;
        }
        return time(at);
    }

    /** How many there were, kept or not. */
    final int total() {
        return total;
    }
}
