package dev.sentinel.correlator.topology;

/** Counts how often a limit was met. */
final class Counter {

    private long count;

    void add(long more) {
        count += more;
    }

    long count() {
        return count;
    }
}
