package dev.sentinel.correlator.topology;

import java.util.List;

/** What suffers when a thing fails, nearest first, and the time in which the same would. */
public record Dependants(List<Dependant> all, Interval same) {
    public Dependants {
        all = List.copyOf(all);
    }
}
