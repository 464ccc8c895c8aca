package dev.sentinel.app.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;

/** Reads a password from a file that strangers cannot read. */
final class SecretFile {
    private static final int LONGEST_BYTES = 4096;

    private SecretFile() {}

    static Parsed<Secret> read(Path file) {
        return guarded(file).then(SecretFile::content);
    }

    /** Refuses a file that is missing or open to everybody; also used for keys that only a library reads. */
    static Parsed<Path> guarded(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return Parsed.wrong(file + " is a folder; name the file that holds the secret");
            }
            var permissions = Files.getPosixFilePermissions(file);
            if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
                return Parsed.wrong("%s can be read by everybody on this machine (%s); run: chmod 600 %s"
                        .formatted(file, PosixFilePermissions.toString(permissions), file));
            }
            return Parsed.good(file);
        } catch (NoSuchFileException missing) {
            return Parsed.wrong(file + " does not exist; create it with the secret as its only line, mode 600");
        } catch (IOException unreadable) {
            return Parsed.wrong("%s cannot be looked at (%s); check its owner and folder".formatted(file, unreadable));
        }
    }

    private static Parsed<Secret> content(Path file) {
        try (var stream = Files.newInputStream(file)) {
            var bytes = stream.readNBytes(LONGEST_BYTES + 1);
            if (bytes.length > LONGEST_BYTES) {
                return Parsed.wrong("%s holds more than %d bytes, which is no password; check the path"
                        .formatted(file, LONGEST_BYTES));
            }
            // Editors end a file with a newline; it is not part of the password.
            var secret = new String(bytes, StandardCharsets.UTF_8).stripTrailing();
            return secret.isEmpty()
                    ? Parsed.wrong(file + " is empty; write the secret into it as its only line")
                    : Parsed.good(new Secret(secret));
        } catch (IOException unreadable) {
            return Parsed.wrong(
                    "%s cannot be read (%s); check its owner and mode".formatted(file, unreadable.getMessage()));
        }
    }
}
