package dev.sentinel.collectors.running;

import java.io.IOException;

/** Events could not be put anywhere: the reading must not be taken for done, so that it is made again later. */
public final class NotKept extends IOException {
    private static final long serialVersionUID = 1L;

    public NotKept(String message) {
        super(message);
    }
}
