package dev.sentinel.correlator.topology;

/** What one scope says of one edge: it held from {@code start} to {@code solid} at least; see {@link Spans} for the rest. */
record Span(int scope, long start, long solid, int bound, int heard) {

    /** It began and was seen to hold until {@code seen}; somebody spoke of it at {@code heard}. */
    static Span open(int scope, long start, long seen, long heard) {
        return new Span(scope, start, Math.max(start, seen), Spans.OPEN, Moments.seconds(heard));
    }

    /** It held for that time. What ended in the millisecond it began held for that millisecond. */
    static Span ended(int scope, long start, long until) {
        return new Span(scope, start, Math.max(until, start + 1), Spans.ENDED, Spans.UNHEARD);
    }

    boolean touches(Span other) {
        return scope == other.scope && start <= other.solid && other.start <= solid;
    }

    /**
     * Both together. The one that reaches further tells how it goes on; of two that reach equally far, the one that
     * goes on. Neither depends on which came first, and nothing that is lost in the middle could change an end.
     */
    Span and(Span other) {
        int then = solid == other.solid ? Math.max(bound, other.bound) : solid > other.solid ? bound : other.bound;
        return new Span(
                scope, Math.min(start, other.start), Math.max(solid, other.solid), then, Math.max(heard, other.heard));
    }
}
