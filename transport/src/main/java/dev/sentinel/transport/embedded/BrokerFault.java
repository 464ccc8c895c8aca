package dev.sentinel.transport.embedded;

/** The embedded broker cannot run; the message says what to look at. */
public final class BrokerFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerFault(String message, Throwable cause) {
        super(message, cause);
    }
}
