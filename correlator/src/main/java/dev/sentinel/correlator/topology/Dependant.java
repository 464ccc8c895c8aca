package dev.sentinel.correlator.topology;

/** A thing that suffers when another fails, so many edges away from it. */
public record Dependant(int thing, int distance) {}
