package dev.sentinel.collectors.web;

import dev.sentinel.collectors.running.Unreachable;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** How a reader says who it is. */
public sealed interface Login {

    /** It does not. */
    record Nobody() implements Login {}

    /** By a token. */
    record Bearer(Secret token) implements Login {}

    /** By name and password. */
    record Basic(String user, Secret password) implements Login {
        public Basic {
            if (user.isEmpty() || user.contains(":")) {
                throw new IllegalArgumentException("a user name without a colon, not \"%s\"".formatted(user));
            }
        }
    }

    /** By a token in a header of the server's own, such as Nomad's {@code X-Nomad-Token}. */
    record Header(String name, Secret token) implements Login {}

    /** A header and its value. */
    record Line(String name, String value) {
        @Override
        public String toString() {
            return name + ": (secret)";
        }
    }

    /** What is sent along with a request. */
    default Optional<Line> line() throws Unreachable {
        return switch (this) {
            case Nobody nobody -> Optional.empty();
            case Bearer bearer ->
                Optional.of(new Line("Authorization", "Bearer " + bearer.token().read()));
            case Basic basic ->
                Optional.of(new Line(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((basic.user() + ":"
                                                        + basic.password().read())
                                                .getBytes(StandardCharsets.UTF_8))));
            case Header header ->
                Optional.of(new Line(header.name(), header.token().read()));
        };
    }

    /** What a person would change. */
    default String advice() {
        return switch (this) {
            case Nobody nobody -> "give it a token file or a user and password";
            case Bearer bearer -> "is the token in " + bearer.token() + " still good?";
            case Basic basic -> "is the password of user \"%s\" right?".formatted(basic.user());
            case Header header -> "is the token in " + header.token() + " still good?";
        };
    }
}
