package dev.sentinel.collectors.stores.edge;

import java.time.Duration;
import java.util.List;

/**
 * What is looked for in the past of a store that does not say how old its oldest sample is.
 *
 * @param query an expression that finds something at any time at which the store held data; {@code count(up)} unless said
 *     otherwise, which holds wherever anything is scraped
 * @param ages how long ago is looked, beside now: an hour, a day and a week unless said otherwise; at most eight, and none to
 *     ask nothing
 */
public record History(String query, List<Duration> ages) {
    private static final int MOST = 8;

    public History {
        ages = List.copyOf(ages);
        if (query.isBlank() || ages.size() > MOST || ages.stream().anyMatch(age -> age.toSeconds() < 1)) {
            throw new IllegalArgumentException(
                    "a query, and up to %d ages of a second or more, not %s".formatted(MOST, ages));
        }
    }

    public static History usual() {
        return new History("count(up)", List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7)));
    }

    /** For a store that does not answer such queries. */
    public static History notAsked() {
        return new History("count(up)", List.of());
    }
}
