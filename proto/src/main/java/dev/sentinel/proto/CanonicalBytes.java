package dev.sentinel.proto;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The bytes of a message that are the same each time, also with maps in it: what ids, plan hashes and the audit stand on. */
public final class CanonicalBytes {
    private CanonicalBytes() {}

    /** Fields in the order of their numbers, map entries in the order of their keys. */
    public static byte[] of(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the message's own size was too small for it", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }

    /** SHA-256 over the canonical bytes. */
    public static byte[] sha256(Message message) {
        return sha256(of(message));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }
}
