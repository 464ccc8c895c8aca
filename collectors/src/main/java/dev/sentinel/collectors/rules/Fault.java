package dev.sentinel.collectors.rules;

/**
 * One thing to change in a file that people write.
 *
 * @param line 0 when it is the file as a whole
 */
public record Fault(String file, int line, String what) {
    @Override
    public String toString() {
        return line == 0 ? file + ": " + what : "%s:%d: %s".formatted(file, line, what);
    }
}
