package dev.sentinel.collectors.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Finds servers, such as those that run in a cluster. */
@FunctionalInterface
public interface Census<T> {

    /** All that there are now. */
    List<Watched<T>> take(Instant now) throws IOException, InterruptedException;
}
