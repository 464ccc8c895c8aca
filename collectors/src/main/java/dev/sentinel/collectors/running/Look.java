package dev.sentinel.collectors.running;

import java.io.IOException;

/** One bounded piece of reading: it ends by itself, or throws what kept it from seeing. */
@FunctionalInterface
public interface Look {
    void look() throws IOException, InterruptedException;
}
