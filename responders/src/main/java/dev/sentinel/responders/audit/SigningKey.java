package dev.sentinel.responders.audit;

import com.google.protobuf.ByteString;
import dev.sentinel.proto.CanonicalBytes;
import dev.sentinel.v1.AuditCheckpoint;
import dev.sentinel.v1.SignatureAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Signs checkpoints. The private half lies in one file that only its owner can read; the public half beside it is for everybody. */
public final class SigningKey {

    private static final String ALGORITHM = "Ed25519";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final PrivateKey secret;
    private final TrustedKey trusted;

    private SigningKey(PrivateKey secret, PublicKey open) {
        this.secret = secret;
        this.trusted = new TrustedKey(open);
    }

    /** The key of a file, made on the first call; its public half goes to the same name with ".pub". */
    public static SigningKey readOrCreate(Path file) {
        try {
            return Files.exists(file) ? read(file) : create(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new AuditFault(
                    "Cannot use the audit's key " + file + ": " + e.getMessage()
                            + ". Repair the file, or move it away and let a new one be made: checkpoints signed with the old"
                            + " one can then only be verified with " + file + ".pub",
                    e);
        }
    }

    private static SigningKey read(Path file) throws IOException, GeneralSecurityException {
        if (!Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
            throw new AuditFault(
                    file + " can be read by others; run: chmod 600 " + file, new IOException("mode is not 600"));
        }
        List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
        if (lines.size() != 2) {
            throw new IOException("it must hold two lines");
        }
        KeyFactory factory = KeyFactory.getInstance(ALGORITHM);
        return new SigningKey(
                factory.generatePrivate(new PKCS8EncodedKeySpec(decoded(lines.get(0)))),
                factory.generatePublic(new X509EncodedKeySpec(decoded(lines.get(1)))));
    }

    private static SigningKey create(Path file) throws IOException, GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("no folder for " + file);
        }
        Files.createDirectories(folder);
        var attributes = PosixFilePermissions.asFileAttribute(OWNER_ONLY);
        Path fresh = Files.createTempFile(folder, "audit-key", ".new", attributes);
        String open = encoded(pair.getPublic().getEncoded());
        Files.writeString(fresh, encoded(pair.getPrivate().getEncoded()) + "\n" + open + "\n");
        Files.writeString(publicFile(file), open + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return new SigningKey(pair.getPrivate(), pair.getPublic());
    }

    static Path publicFile(Path file) {
        return file.resolveSibling(file.getFileName() + ".pub");
    }

    /** What others need to check the signatures. */
    public TrustedKey trusted() {
        return trusted;
    }

    AuditCheckpoint sign(AuditCheckpoint.Builder checkpoint) {
        AuditCheckpoint open = checkpoint
                .setKeyId(trusted.id())
                .setAlgorithm(SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519)
                .clearSignature()
                .build();
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(secret);
            signature.update(CanonicalBytes.of(open));
            return open.toBuilder()
                    .setSignature(ByteString.copyFrom(signature.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new AuditFault("Cannot sign with the audit's key", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String line) throws IOException {
        try {
            return Base64.getDecoder().decode(line.strip());
        } catch (IllegalArgumentException e) {
            throw new IOException("it holds what is not base64", e);
        }
    }
}
