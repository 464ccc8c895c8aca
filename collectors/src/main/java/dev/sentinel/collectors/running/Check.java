package dev.sentinel.collectors.running;

/**
 * What one look at a source found.
 *
 * @param source which one: "longhorn volumes", "prometheus monitoring/prometheus-0"
 * @param detail what it said; when something is missing, what to add
 */
public record Check(String source, Verdict verdict, String detail) {

    /** Whether the source can be read. */
    public enum Verdict {
        READABLE,
        /** It can be read, or need not be, and there is something to know. */
        NOTEWORTHY,
        UNREADABLE
    }

    public static Check readable(String source, String detail) {
        return new Check(source, Verdict.READABLE, detail);
    }

    public static Check noteworthy(String source, String detail) {
        return new Check(source, Verdict.NOTEWORTHY, detail);
    }

    public static Check unreadable(String source, String detail) {
        return new Check(source, Verdict.UNREADABLE, detail);
    }
}
