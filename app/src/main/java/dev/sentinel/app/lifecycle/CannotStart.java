package dev.sentinel.app.lifecycle;

/** A part could not start for a reason outside the program; the message is for the person who can change it. */
public final class CannotStart extends Exception {
    private static final long serialVersionUID = 1;

    public CannotStart(String message) {
        super(message);
    }

    public CannotStart(String message, Throwable cause) {
        super(message, cause);
    }
}
