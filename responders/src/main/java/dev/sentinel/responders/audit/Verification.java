package dev.sentinel.responders.audit;

import com.google.protobuf.ByteString;
import dev.sentinel.v1.AuditCheckpoint;
import dev.sentinel.v1.AuditEntry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Walks a log from its first entry and compares it with the checkpoints. The chain shows what was edited, taken out, put in
 * or moved; the checkpoints show that its end was cut off, or that all of it was written anew.
 */
public final class Verification {

    /** What the walk found. */
    public record Finding(
            long entries, OptionalLong firstBad, Optional<String> problem, Optional<AuditCheckpoint> lastCheckpoint) {
        public boolean intact() {
            return problem.isEmpty();
        }
    }

    private final String log;
    private final TreeMap<Long, AuditCheckpoint> expected = new TreeMap<>();
    private long entries;
    private ByteString last = Chain.GENESIS;
    private OptionalLong firstBad = OptionalLong.empty();
    private Optional<String> problem = Optional.empty();
    private Optional<AuditCheckpoint> lastCheckpoint = Optional.empty();

    /** Checkpoints of other logs do not matter; those of this one must be signed by a key that is trusted. */
    public Verification(String log, List<AuditCheckpoint> checkpoints, Collection<TrustedKey> keys) {
        this.log = log;
        Map<String, TrustedKey> byId = new HashMap<>();
        keys.forEach(key -> byId.put(key.id(), key));
        for (AuditCheckpoint checkpoint : checkpoints) {
            if (checkpoint.getLog().isEmpty()) {
                bad(OptionalLong.empty(), "the file of checkpoints has a line that is none");
            } else if (checkpoint.getLog().equals(log)) {
                note(checkpoint, byId.get(checkpoint.getKeyId()));
            }
        }
    }

    private void note(AuditCheckpoint checkpoint, @Nullable TrustedKey key) {
        OptionalLong number = OptionalLong.of(checkpoint.getEntryCount());
        if (key == null) {
            bad(
                    number,
                    "the checkpoint at entry %d is signed with the key %s, which is not trusted"
                            .formatted(checkpoint.getEntryCount(), checkpoint.getKeyId()));
        } else if (!key.signed(checkpoint)) {
            bad(number, "the signature of the checkpoint at entry %d is wrong".formatted(checkpoint.getEntryCount()));
        } else {
            AuditCheckpoint before = expected.put(checkpoint.getEntryCount(), checkpoint);
            if (before != null && !before.getHeadHash().equals(checkpoint.getHeadHash())) {
                bad(number, "two checkpoints at entry %d contradict each other".formatted(checkpoint.getEntryCount()));
            }
            lastCheckpoint = Optional.of(checkpoint);
        }
    }

    /** The next entry, in the order of the log. */
    public void take(AuditEntry entry) {
        entries++;
        if (problem.isPresent()) {
            return;
        }
        if (!entry.getLog().equals(log)) {
            bad(OptionalLong.of(entries), "entry %d is unreadable or of another log".formatted(entries));
        } else if (entry.getNumber() != entries) {
            bad(
                    OptionalLong.of(entries),
                    "entry %d is missing; entry %d stands in its place".formatted(entries, entry.getNumber()));
        } else if (!entry.getPreviousHash().equals(last)) {
            bad(OptionalLong.of(entries), "entry %d does not follow the one before it".formatted(entries));
        } else if (!Chain.holds(entry)) {
            bad(OptionalLong.of(entries), "entry %d was changed after it was written".formatted(entries));
        }
        last = entry.getHash();
        AuditCheckpoint checkpoint = expected.get(entries);
        if (checkpoint != null && !checkpoint.getHeadHash().equals(last)) {
            bad(
                    OptionalLong.of(entries),
                    "entry %d is not the one that was signed: the log was written anew".formatted(entries));
        }
    }

    public Finding finish() {
        if (!expected.isEmpty() && expected.lastKey() > entries) {
            bad(
                    OptionalLong.of(entries + 1),
                    "the log ends after entry %d, but a checkpoint says that there were %d: its end was cut off"
                            .formatted(entries, expected.lastKey()));
        }
        return new Finding(entries, firstBad, problem, lastCheckpoint);
    }

    private void bad(OptionalLong number, String what) {
        if (problem.isEmpty()) {
            firstBad = number;
            problem = Optional.of(what);
        }
    }
}
