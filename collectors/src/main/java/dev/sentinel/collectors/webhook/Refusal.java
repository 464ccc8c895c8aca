package dev.sentinel.collectors.webhook;

/** Why a call became nothing; each is counted by itself, and answered with its code. */
public enum Refusal {
    TOO_LARGE(413),
    UNREADABLE(400),
    /** A content type or a mode that is not known here. */
    UNSUPPORTED(415),
    /** No mapping is for such a body. */
    UNMAPPED(422),
    /** A mapping is for it, and something that the mapping needs is not there. */
    ILL_FITTING(422),
    /** It says that it is an event of Sentinel, and breaks the contract. */
    INVALID(422);

    private final int code;

    Refusal(int code) {
        this.code = code;
    }

    /** The HTTP status that tells the sender. */
    public int code() {
        return code;
    }
}
