package dev.sentinel.transport.bus;

/** A certificate or key cannot be used; the message names the file. */
public final class TlsFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TlsFault(String message, Throwable cause) {
        super(message, cause);
    }
}
