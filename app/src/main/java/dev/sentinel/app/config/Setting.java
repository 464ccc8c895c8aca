package dev.sentinel.app.config;

/** One effective value as a person would write it, secrets hidden, and where it came from. */
public record Setting(String key, String value, String from) {
    static final String BY_DEFAULT = "default";
}
