package dev.sentinel.transport.spool;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A part of the spool: a file, or memory while no file can be written. Rows are numbered within it. */
sealed interface Segment extends AutoCloseable permits FileSegment, MemorySegment {

    /** Orders the segments by age. */
    long number();

    CompletableFuture<Spooled> offer(Item item);

    List<SpooledEvent> next(long afterLocalRow, int max, long maxBytes);

    void delivered(Collection<Long> localRows);

    void attempted(Collection<Long> localRows, String error);

    Optional<Instant> oldest();

    boolean isEmpty();

    @Override
    void close();
}
