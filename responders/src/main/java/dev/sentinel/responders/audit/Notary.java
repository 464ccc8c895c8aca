package dev.sentinel.responders.audit;

import com.google.protobuf.util.Timestamps;
import dev.sentinel.transport.store.Store;
import dev.sentinel.v1.AuditCheckpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signs how long the log is and how it ends, every so many entries or minutes, and keeps that in a second place. */
public final class Notary {

    private final AuditLog log;
    private final SigningKey key;
    private final CheckpointFile file;
    private final Pace pace;
    private long signedCount;
    private Instant signedAt = Instant.EPOCH;

    /** How much may be cut off the log without a checkpoint that shows it. */
    public record Pace(Duration every, long entries) {
        public Pace {
            if (!every.isPositive() || entries < 1) {
                throw new IllegalArgumentException("checkpoints need a pace: some time, and a number of entries");
            }
        }
    }

    public Notary(AuditLog log, SigningKey key, CheckpointFile file, Pace pace) {
        this.log = log;
        this.key = key;
        this.file = file;
        this.pace = pace;
        // A program that starts again does not sign what it had signed.
        file.read().stream()
                .filter(each -> each.getLog().equals(log.name()))
                .forEach(each -> signedCount = Math.max(signedCount, each.getEntryCount()));
    }

    /** A checkpoint when one is due and there is something new to sign; it is on the disk when this returns. */
    public Optional<AuditCheckpoint> sign(Store store, Instant now) {
        AuditLog.Head head = store.read(log::head);
        long fresh = head.count() - signedCount;
        boolean late = Duration.between(signedAt, now).compareTo(pace.every()) >= 0;
        // A log that is shorter than what was signed is not signed again: who verifies must see it.
        if (fresh <= 0 || !(late || fresh >= pace.entries())) {
            return Optional.empty();
        }
        AuditCheckpoint checkpoint = key.sign(AuditCheckpoint.newBuilder()
                .setLog(log.name())
                .setEntryCount(head.count())
                .setHeadHash(head.hash())
                .setAt(Timestamps.fromMillis(now.toEpochMilli())));
        file.add(checkpoint);
        signedCount = head.count();
        signedAt = now;
        return Optional.of(checkpoint);
    }
}
