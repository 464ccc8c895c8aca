package dev.sentinel.app.wiring;

import dev.sentinel.app.lifecycle.CannotStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The folder that everything of this sentinel rests in. */
public final class DataFolder {

    private DataFolder() {}

    /** Makes it when it is missing, for the owner only: it holds the broker's password and what was seen. */
    public static void prepare(Path folder) throws CannotStart {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (IOException e) {
            throw new CannotStart(
                    "the data folder %s cannot be made (%s); make it by hand, or set data to another folder"
                            .formatted(folder, e),
                    e);
        }
    }
}
