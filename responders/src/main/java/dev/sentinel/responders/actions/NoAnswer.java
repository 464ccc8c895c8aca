package dev.sentinel.responders.actions;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A target did not answer, or not to us; classified once, where it happened. */
public final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Why {
        /** Not reached, or too slow. */
        UNREACHABLE(true),
        /** It has trouble of its own. */
        BROKEN(true),
        /** We may not: the message names the permission. */
        FORBIDDEN(false),
        /** It does not know what we ask for. */
        UNSUPPORTED(false);

        private final boolean passing;

        Why(boolean passing) {
            this.passing = passing;
        }
    }

    private final Why why;

    public NoAnswer(Why why, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }

    /** Whether asking again later may help. */
    public boolean passing() {
        return why.passing;
    }
}
