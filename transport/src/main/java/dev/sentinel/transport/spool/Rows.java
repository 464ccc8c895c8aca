package dev.sentinel.transport.spool;

/** A row of the spool names its segment and its place there, so that rows of several files have one order. */
final class Rows {
    private static final int LOCAL_BITS = 40;
    private static final long LOCAL_MASK = (1L << LOCAL_BITS) - 1;

    private Rows() {}

    static long of(long segment, long local) {
        return segment << LOCAL_BITS | local;
    }

    static long segment(long row) {
        return row >> LOCAL_BITS;
    }

    static long local(long row) {
        return row & LOCAL_MASK;
    }
}
