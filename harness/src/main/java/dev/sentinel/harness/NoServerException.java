package dev.sentinel.harness;

/** A test needs a server, and no way to come by one is open on this machine; the message names the ways out. */
public final class NoServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoServerException(String message) {
        super(message);
    }
}
