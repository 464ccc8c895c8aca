package dev.sentinel.harness;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The ordinary user as whom root runs the one server that refuses to be run by root. */
final class OtherUser {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private OtherUser() {}

    /** The words to put before a command; none when this JVM is not root's. */
    static List<String> prefix() {
        if (!new ThisHost().isRoot()) {
            return List.of();
        }
        String setpriv = Debian.program("setpriv", "util-linux").toString();
        return List.of(setpriv, "--reuid=" + name(), "--regid=" + group(), "--clear-groups", "--");
    }

    static void give(Path folder) {
        Command.Outcome outcome = Command.run(LIMIT, List.of("chown", "-R", name() + ":" + group(), folder.toString()));
        if (!outcome.succeeded()) {
            throw new IllegalStateException("cannot give " + folder + " to " + name() + ": " + outcome.output());
        }
    }

    private static String name() {
        return id("-u", "postgres").succeeded() ? "postgres" : "nobody";
    }

    private static String group() {
        return id("-g", name()).output();
    }

    private static Command.Outcome id(String what, String user) {
        return Command.run(LIMIT, List.of("id", what, user));
    }
}
