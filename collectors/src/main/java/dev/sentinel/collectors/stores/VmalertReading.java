package dev.sentinel.collectors.stores;

import dev.sentinel.collectors.reading.Facts;
import dev.sentinel.collectors.reading.Metrics;
import dev.sentinel.collectors.reading.Reading;
import dev.sentinel.collectors.reading.Telling;
import java.time.Instant;
import java.util.Map;

/** A vmalert's own metrics page; it is a process of its own, and green when its rules find nothing any more. */
public final class VmalertReading {
    private final Facts facts;

    public VmalertReading(Facts facts) {
        this.facts = facts;
    }

    /**
     * One metrics page.
     *
     * @param before the counters of the last page; empty before the first
     */
    public Reading<Map<String, Long>> read(Map<String, Long> before, Store store, String page, Instant now) {
        Telling telling = new Telling(facts, now);
        Metrics metrics = Metrics.of(page, name -> name.startsWith("vmalert_"));
        return telling.with(Map.copyOf(new Vmalert(telling, store, metrics, before).counters()));
    }
}
