package dev.sentinel.collectors.web;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.running.Codec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What servers of one kind are asked, and what their answers mean. */
public interface Round<T, S> {
    Codec<S> codec();

    /** The pages that are asked, for a person who wants to know whether they answer. */
    List<String> pages();

    /**
     * One round of questions. An answer that does not come is absent, and the reading says what that means; only one that
     * means nothing at all leaves the state as it is.
     */
    Reading<S> read(Facts facts, Optional<S> before, T server, Asking asking, Instant now) throws InterruptedException;
}
