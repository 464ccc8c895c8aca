package dev.sentinel.transport.bus;

/** Nothing can be handled at the moment and no message is to blame: wait and try again, without counting attempts. */
public final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotNow(String why, Throwable cause) {
        super(why, cause);
    }
}
