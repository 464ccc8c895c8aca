package dev.sentinel.app.config;

/** A password; it shows itself only to who asks for it by name, never in a log, a record's text or an error. */
public final class Secret {
    private final String value;

    Secret(String value) {
        this.value = value;
    }

    public String reveal() {
        return value;
    }

    @Override
    public String toString() {
        return "(hidden)";
    }
}
