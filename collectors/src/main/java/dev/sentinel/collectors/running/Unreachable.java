package dev.sentinel.collectors.running;

import dev.sentinel.v1.UnreachableCause;
import java.io.IOException;
import java.util.Optional;

/** A source did not say what it was asked; the message is for a person. */
public final class Unreachable extends IOException {
    private static final long serialVersionUID = 1L;

    private final UnreachableCause why;
    private final String permission;

    private Unreachable(UnreachableCause why, String message, String permission) {
        super(message);
        this.why = why;
        this.permission = permission;
    }

    public static Unreachable because(UnreachableCause why, String message) {
        return new Unreachable(why, message, "");
    }

    /** It answered that this reader may not know: the permission is spelled as "get longhorn.io/volumes in longhorn-system". */
    public static Unreachable forbidden(String permission, String message) {
        return new Unreachable(UnreachableCause.UNREACHABLE_CAUSE_FORBIDDEN, message, permission);
    }

    public UnreachableCause why() {
        return why;
    }

    /** The permission that would help, where one would. */
    public Optional<String> permission() {
        return permission.isEmpty() ? Optional.empty() : Optional.of(permission);
    }
}
