package dev.sentinel.collectors.nomad;

/** What Nomad lists; each list carries the index of its own last change ({@code X-Nomad-Index}). */
public enum Table {
    ALLOCATIONS,
    NODES,
    JOBS
}
