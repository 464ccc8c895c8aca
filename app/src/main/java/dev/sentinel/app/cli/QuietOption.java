package dev.sentinel.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sentinel.v1.Actor;
import dev.sentinel.v1.ActorKind;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import picocli.CommandLine.Option;

/** Who wants quiet, for how long, and why: nobody finds out later otherwise. */
final class QuietOption {

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_COMMENT = 2_048;

    @Option(
            names = "--for",
            required = true,
            paramLabel = "DURATION",
            converter = DurationArgument.class,
            description = "How long, from now on, as in 30m, 2h or 3d.")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--comment",
            required = true,
            paramLabel = "TEXT",
            description = "Why, for those who find it later.")
    private String comment = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who (default: the user of this machine).")
    private String by = System.getProperty("user.name", "unknown");

    String comment() {
        if (comment.isBlank() || comment.length() > MOST_COMMENT) {
            throw new CommandFailure(ExitCode.USAGE, "--comment needs 1 to %d characters".formatted(MOST_COMMENT));
        }
        return comment;
    }

    Actor owner() {
        if (by.isBlank() || by.length() > 253) {
            throw new CommandFailure(ExitCode.USAGE, "--by needs 1 to 253 characters");
        }
        return Actor.newBuilder()
                .setKind(ActorKind.ACTOR_KIND_PERSON)
                .setId(by)
                .setChannel("cli")
                .build();
    }

    Timestamp end(Instant now) {
        if (length.compareTo(LONGEST) > 0) {
            throw new CommandFailure(ExitCode.USAGE, "--for is at most %d days".formatted(LONGEST.toDays()));
        }
        return at(now.plus(length));
    }

    static Timestamp at(Instant time) {
        return Timestamps.fromMillis(time.toEpochMilli());
    }

    /** Short enough to type; two of one moment differ in what they say. */
    static String id(Instant now, byte[] content) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(now.toString().getBytes(UTF_8));
            return HexFormat.of().formatHex(digest.digest(content), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
