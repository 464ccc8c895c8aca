package dev.sentinel.responders.execution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Stops every act of this program while it exists; it works when everything else is down. Looked at before each act. */
public record PauseFile(Path path) {

    private static final int LONGEST = 500;

    /** What the file says, when it is there: its first line is the reason. */
    public Optional<String> because() {
        if (Files.notExists(path, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String reason = firstLine();
        return Optional.of("the file %s is there%s".formatted(path, reason.isEmpty() ? "" : ": " + reason));
    }

    /** Only whether it is there matters: one that cannot be read pauses too. */
    private String firstLine() {
        try (var in = Files.newInputStream(path)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            return "";
        }
    }
}
