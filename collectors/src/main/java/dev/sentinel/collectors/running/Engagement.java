package dev.sentinel.collectors.running;

/** Something that goes on until it is closed. */
@FunctionalInterface
public interface Engagement extends AutoCloseable {
    @Override
    void close();
}
