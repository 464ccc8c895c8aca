package dev.sentinel.app.cli;

/** What the program tells the shell. */
public enum ExitCode {
    OK(0),
    SOFTWARE(1),
    USAGE(2),
    NOT_FOUND(3),
    DENIED(4),
    CONFLICT(5),
    UNAVAILABLE(6),
    TIMEOUT(7),
    /** Somebody ended it, as a shell says of Ctrl-C. */
    ENDED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
