package dev.sentinel.responders.audit;

/** A key or a file of the audit cannot be used; the message says what to do. */
public final class AuditFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditFault(String message, Throwable cause) {
        super(message, cause);
    }
}
