package dev.sentinel.stories.badhouse.transport.spool;

/** Breaks two rules: prints past the log, in a package without a package-info. */
public record Prints() {
    void say(String line) {
        System.out.println(line);
    }
}
