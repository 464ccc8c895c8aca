package dev.sentinel.collectors.logs.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Cuts what comes in pieces into lines. Of a longer line than anybody reads only the beginning is kept. */
final class LineCutter {
    /** More than any envelope reads of one line. */
    static final int LONGEST = 128 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private long begin;
    private long next;

    /** Takes lines. */
    @FunctionalInterface
    interface Taker {
        /** A line without its end, and where it began. */
        void take(byte[] line, long offset);
    }

    /** Starts to read at this offset. */
    LineCutter(long offset) {
        this.begin = offset;
        this.next = offset;
    }

    /** All before it was given out. */
    long begin() {
        return begin;
    }

    /** Takes the next piece. */
    void feed(ByteBuffer piece, Taker taker) {
        byte[] bytes = piece.array();
        int from = piece.arrayOffset() + piece.position();
        int end = piece.arrayOffset() + piece.limit();
        int start = from;
        for (int i = from; i < end; i++) {
            if (bytes[i] == '\n') {
                keep(bytes, start, i);
                next += i + 1 - start;
                start = i + 1;
                give(taker);
            }
        }
        keep(bytes, start, end);
        next += end - start;
        piece.position(piece.limit());
    }

    /** What stands without an end at the end of a file that nobody writes to any more. */
    void finish(Taker taker) {
        if (line.size() > 0) {
            give(taker);
        }
    }

    private void give(Taker taker) {
        byte[] whole = line.toByteArray();
        long offset = begin;
        line.reset();
        begin = next;
        taker.take(whole, offset);
    }

    private void keep(byte[] bytes, int from, int end) {
        int room = LONGEST - line.size();
        line.write(bytes, from, Math.min(room, end - from));
    }
}
