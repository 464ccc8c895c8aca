package dev.sentinel.collectors.kernel;

import java.time.Instant;
import java.util.Optional;

/** A line of the kernel, or of a daemon that speaks beside it in the journal, and when it was said. */
public record KernelLine(String text, Optional<Instant> at) {
    /** The kernel cuts its own lines a little below this. */
    private static final int LONGEST = 1024;

    public KernelLine {
        text = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
    }
}
