package dev.sentinel.app.config;

import dev.sentinel.app.output.Printable;
import java.util.Comparator;

/** One thing a person must change before the program can start; line 0 means the file as a whole. */
public record Problem(String file, int line, int column, String what) implements Comparable<Problem> {
    private static final Comparator<Problem> IN_FILE_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    public Problem {
        // Messages quote the file, and a value may hold anything a terminal would obey.
        what = Printable.escape(what);
    }

    static Problem ofFile(String file, String what) {
        return new Problem(file, 0, 0, what);
    }

    @Override
    public int compareTo(Problem other) {
        return IN_FILE_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + what : "%s:%d:%d: %s".formatted(file, line, column, what);
    }
}
