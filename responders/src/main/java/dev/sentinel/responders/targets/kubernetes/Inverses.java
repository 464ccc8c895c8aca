package dev.sentinel.responders.targets.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sentinel.responders.actions.Arguments;
import dev.sentinel.responders.actions.Declaration;
import dev.sentinel.responders.actions.WayBack;
import dev.sentinel.v1.Inverse;

/** The way back of an act, with the values that were found. */
public final class Inverses {
    /** The name of the flag that says that a field was not there. */
    public static final String ABSENT = "absent";

    private Inverses() {}

    /** As the declaration says, with these arguments. */
    public static Inverse of(Declaration declaration, Arguments arguments) {
        return switch (declaration.wayBack()) {
            case WayBack.By by ->
                Inverse.newBuilder()
                        .setAction(by.action())
                        .addAllArguments(arguments.all())
                        .setDueInSeconds(by.due().toSeconds())
                        .build();
            case WayBack.Unchanging any -> throw new IllegalStateException(declaration.name() + " changes nothing");
            case WayBack.Never any -> throw new IllegalStateException(declaration.name() + " cannot be taken back");
        };
    }

    /** The value of a number as it is, which may be that it is not there. */
    public static Arguments number(String name, JsonNode found) {
        return found.isMissingNode() ? absent() : Arguments.none().with(name, found.asLong());
    }

    /** The value of a text as it is, which may be that it is not there. */
    public static Arguments text(String name, JsonNode found) {
        return found.isMissingNode() ? absent() : Arguments.none().with(name, found.asText());
    }

    private static Arguments absent() {
        return Arguments.none().with(ABSENT, true);
    }
}
