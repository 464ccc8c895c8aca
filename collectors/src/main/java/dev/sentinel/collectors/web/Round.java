package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What servers of one kind are asked, and what their answers mean. */
public interface Round<T, S> {
    Keeping<S> keeping();

    /** The pages that are asked, for a person who wants to know whether they answer. */
    List<String> pages();

    /**
     * One round of questions. An answer that does not come is absent, and what that means is the reading's to say.
     *
     * @return nothing when nothing was learnt
     */
    Optional<Reading<S>> read(Facts facts, Optional<S> before, T server, Asking asking, Instant now)
            throws InterruptedException;
}
