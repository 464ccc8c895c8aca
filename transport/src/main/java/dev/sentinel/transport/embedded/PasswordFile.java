package dev.sentinel.transport.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The broker's password, made once, readable by the owner only. */
record PasswordFile(Path path) {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int BYTES = 24;

    static PasswordFile in(Path folder) {
        return new PasswordFile(folder.resolve("password"));
    }

    Optional<String> read() {
        try {
            if (!Files.exists(path)) {
                return Optional.empty();
            }
            if (!Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
                throw new BrokerFault(
                        path + " can be read by others; run: chmod 600 " + path, new IOException("mode is not 600"));
            }
            String password = Files.readString(path, US_ASCII).strip();
            return password.isEmpty() ? Optional.empty() : Optional.of(password);
        } catch (IOException e) {
            throw new BrokerFault("Cannot read the broker's password from " + path + ": " + e.getMessage(), e);
        }
    }

    String readOrCreate() {
        return read().orElseGet(this::create);
    }

    private String create() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        try {
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null) {
                throw new IOException("no folder for " + path);
            }
            Files.createDirectories(folder);
            Path fresh =
                    Files.createTempFile(folder, "password", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            Files.writeString(fresh, password, US_ASCII);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return password;
        } catch (FileAlreadyExistsException e) {
            throw new BrokerFault(e.getFile() + " is a file, but a folder is needed there for the broker", e);
        } catch (IOException e) {
            throw new BrokerFault("Cannot write the broker's password to " + path + ": " + e.getMessage(), e);
        }
    }
}
