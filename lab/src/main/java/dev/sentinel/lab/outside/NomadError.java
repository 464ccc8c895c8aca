package dev.sentinel.lab.outside;

/** What Nomad says no with: a code, and one line of plain text. */
final class NomadError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int code;

    NomadError(int code, String text) {
        super(text);
        this.code = code;
    }

    int code() {
        return code;
    }
}
