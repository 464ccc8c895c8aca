package dev.sentinel.correlator.topology;

import java.util.Arrays;

/** The newest moments of something, in order, each once. */
final class Times {

    private long[] moments = new long[4];
    private int size;

    /** The moment it had to forget to make room (the new one itself, when it is the oldest), or {@link Long#MIN_VALUE}. */
    long add(long moment) {
        int at = Arrays.binarySearch(moments, 0, size, moment);
        if (at >= 0) {
            return Long.MIN_VALUE;
        }
        at = -at - 1;
        if (size < Listings.MOST_TIMES) {
            moments = size == moments.length ? Arrays.copyOf(moments, 2 * size) : moments;
            System.arraycopy(moments, at, moments, at + 1, size - at);
            moments[at] = moment;
            size++;
            return Long.MIN_VALUE;
        }
        if (at == 0) {
            return moment;
        }
        long forgotten = moments[0];
        System.arraycopy(moments, 1, moments, 0, at - 1);
        moments[at - 1] = moment;
        return forgotten;
    }

    long firstAfter(long moment) {
        int at = Arrays.binarySearch(moments, 0, size, moment);
        int next = at >= 0 ? at + 1 : -at - 1;
        return next < size ? moments[next] : Moments.NEVER;
    }
}
