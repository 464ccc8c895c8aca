package dev.sentinel.stories.badhouse.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Breaks a rule: I/O in the pure zone. */
record ReadsFiles(Path file) {
    String content() throws IOException {
        return Files.readString(file);
    }
}
