package dev.sentinel.yaml;

/** One thing to change in a file, or to look at; line 0 means the file as a whole. */
public record Problem(String file, int line, String what) implements Comparable<Problem> {

    public Problem {
        // Messages quote the file, and a file may hold anything a terminal would obey.
        what = Plain.oneLine(what);
    }

    @Override
    public int compareTo(Problem other) {
        var byFile = file.compareTo(other.file);
        return byFile == 0 ? Integer.compare(line, other.line) : byFile;
    }

    @Override
    public String toString() {
        return line == 0 ? file + ": " + what : "%s:%d: %s".formatted(file, line, what);
    }
}
