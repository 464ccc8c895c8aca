package dev.sentinel.responders.audit;

import com.google.protobuf.ByteString;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.v1.AuditEntry;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** How entries hang together: each hash is over the one before and over what the entry says. */
final class Chain {

    /** What the first entry follows. */
    static final ByteString GENESIS = ByteString.copyFrom(new byte[32]);

    private Chain() {}

    /** The entry, in its place. */
    static AuditEntry sealed(AuditEntry.Builder entry, long number, ByteString previous) {
        AuditEntry open =
                entry.setNumber(number).setPreviousHash(previous).clearHash().build();
        return open.toBuilder().setHash(hash(open, previous)).build();
    }

    /** Whether the entry says what its hash was made of. */
    static boolean holds(AuditEntry entry) {
        AuditEntry open = entry.toBuilder().clearHash().build();
        return hash(open, entry.getPreviousHash()).equals(entry.getHash());
    }

    private static ByteString hash(AuditEntry open, ByteString previous) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(previous.asReadOnlyByteBuffer());
            return ByteString.copyFrom(digest.digest(CanonicalBytes.of(open)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }
}
