package dev.sentinel.collectors.web;

import dev.sentinel.collectors.running.Unreachable;
import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** A token or password. It is read anew for each use, so that a rotated one is noticed, and is never part of a text. */
public final class Secret {
    private static final int LONGEST = 16 << 10;

    private final String name;
    private final Kept kept;

    private interface Kept {
        String read() throws IOException;
    }

    private Secret(String name, Kept kept) {
        this.name = name;
        this.kept = kept;
    }

    /** The content of a file, without the white space around it. */
    public static Secret file(Path file) {
        return new Secret("the file " + file, () -> {
            try (InputStream in = Files.newInputStream(file)) {
                return new String(in.readNBytes(LONGEST + 1), StandardCharsets.UTF_8);
            }
        });
    }

    /** Something that is kept elsewhere. */
    public static Secret from(Supplier<String> source) {
        return new Secret("the configuration", source::get);
    }

    /**
     * The secret as it is now.
     *
     * @throws Unreachable when there is none to be had
     */
    public String read() throws Unreachable {
        try {
            String secret = kept.read().strip();
            if (secret.isEmpty()) {
                throw unusable("it is empty");
            }
            // Said here, because the HTTP client would print the value it refuses.
            if (secret.length() > LONGEST || !secret.chars().allMatch(c -> c >= ' ' && c != 0x7F)) {
                throw unusable("it is longer than %d characters or has control characters".formatted(LONGEST));
            }
            return secret;
        } catch (Unreachable e) {
            throw e;
        } catch (IOException e) {
            throw unusable("it cannot be read (%s: %s)"
                    .formatted(e.getClass().getSimpleName(), String.valueOf(e.getMessage())));
        }
    }

    private Unreachable unusable(String why) {
        return Unreachable.because(
                UnreachableCause.UNREACHABLE_CAUSE_UNAUTHENTICATED,
                "no secret in %s: %s; put the token or password there, readable for this user".formatted(name, why));
    }

    /** Where it is kept. */
    @Override
    public String toString() {
        return name;
    }
}
