package dev.sentinel.responders.actions;

/** One argument that an act takes. */
public record Parameter(String name, Type type, boolean required, String summary) {

    /** The shapes of the contract's arguments. */
    public enum Type {
        TEXT,
        INTEGER,
        FLAG,
        REF,
        SIZE,
        DURATION,
        TEXTS,
        RATIO
    }

    public static Parameter required(String name, Type type, String summary) {
        return new Parameter(name, type, true, summary);
    }

    public static Parameter optional(String name, Type type, String summary) {
        return new Parameter(name, type, false, summary);
    }
}
