package dev.sentinel.transport.spool;

import dev.sentinel.v1.Severity;
import java.util.concurrent.atomic.AtomicLong;

/** How full a part of the spool is, and who may still come in. Several writers may share it. */
final class Usage {
    private final long maxBytes;
    private final long maxRecords;
    private final SpoolLimits.Shares shares;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong records = new AtomicLong();

    Usage(long maxBytes, long maxRecords, SpoolLimits.Shares shares) {
        this.maxBytes = maxBytes;
        this.maxRecords = maxRecords;
        this.shares = shares;
    }

    boolean admits(Severity severity, long size) {
        double share = shares.of(severity);
        return bytes.get() + size <= share * maxBytes && records.get() + 1 <= share * maxRecords;
    }

    /** How many bytes must go before one more record of this size fits. */
    boolean isFull(long size) {
        return bytes.get() + size > maxBytes || records.get() + 1 > maxRecords;
    }

    void add(long moreRecords, long moreBytes) {
        records.addAndGet(moreRecords);
        bytes.addAndGet(moreBytes);
    }

    long bytes() {
        return bytes.get();
    }

    long records() {
        return records.get();
    }

    String refusal(Severity severity) {
        long percent = Math.max(100 * bytes.get() / maxBytes, 100 * records.get() / maxRecords);
        return "The spool is %d %% full and takes no more events of %s (%d events, %d bytes). Check why they are not delivered."
                .formatted(percent, severity, records.get(), bytes.get());
    }
}
