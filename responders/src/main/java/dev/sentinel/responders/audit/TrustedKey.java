package dev.sentinel.responders.audit;

import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.v1.AuditCheckpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;

/** A public key whose checkpoints are believed. */
public record TrustedKey(PublicKey key) {

    private static final int ID_BYTES = 8;

    /** From a file that {@link SigningKey} wrote beside its own. */
    public static TrustedKey read(Path file) {
        try {
            byte[] encoded = Base64.getDecoder()
                    .decode(Files.readString(file, StandardCharsets.US_ASCII).strip());
            return new TrustedKey(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new AuditFault(
                    "Cannot read the public key " + file + ": " + e.getMessage()
                            + ". Give the .pub file that lies beside the audit's key",
                    e);
        }
    }

    /** The public half of a key in this file. */
    public static TrustedKey beside(Path key) {
        return read(SigningKey.publicFile(key));
    }

    /** The beginning of its hash. */
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have SHA-256, this one does not", e);
        }
    }

    boolean signed(AuditCheckpoint checkpoint) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(
                    CanonicalBytes.of(checkpoint.toBuilder().clearSignature().build()));
            return signature.verify(checkpoint.getSignature().toByteArray());
        } catch (GeneralSecurityException e) {
            // A signature of another form is none.
            return false;
        }
    }
}
