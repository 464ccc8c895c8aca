package dev.sentinel.app.doctor;

/** What one look found. */
public record Finding(String check, State state, String detail) {

    /** How bad it is: only {@code BAD} keeps Sentinel from working. */
    public enum State {
        GOOD,
        NOTE,
        BAD
    }

    static Finding good(String check, String detail) {
        return new Finding(check, State.GOOD, detail);
    }

    static Finding note(String check, String detail) {
        return new Finding(check, State.NOTE, detail);
    }

    static Finding bad(String check, String detail) {
        return new Finding(check, State.BAD, detail);
    }
}
