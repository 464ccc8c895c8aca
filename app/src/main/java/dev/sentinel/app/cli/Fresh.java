package dev.sentinel.app.cli;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.util.UUID;

/** Words that were never said before: what makes a request count once. */
final class Fresh {
    private static final int NONCE_BYTES = 24;

    private Fresh() {}

    static String id() {
        return UUID.randomUUID().toString();
    }

    static ByteString nonce() {
        byte[] bytes = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}
