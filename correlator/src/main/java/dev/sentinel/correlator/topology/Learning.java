package dev.sentinel.correlator.topology;

import dev.sentinel.v1.Edge;
import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Takes in what topology events say. What is known afterwards is a function of the set of statements, not of their
 * order, except where a limit is met or an edge began so often that its oldest beginnings are joined.
 */
final class Learning {

    /** Beginnings of one edge in one scope that no end separates; a collector that forgets when an edge began makes many. */
    static final int MOST_BEGINNINGS = 3;
    /** Times in which one edge held; the oldest is given up for a new one. */
    static final int MOST_SPANS_OF_AN_EDGE = 64;

    private final Topology.Limits limits;
    private final Things things;
    private final Spans spans;
    private final Listings listings;
    private long newest = Long.MIN_VALUE;
    private long forgetAgain = Long.MIN_VALUE;
    private long refused;

    Learning(Topology.Limits limits, Things things, Spans spans, Listings listings) {
        this.limits = limits;
        this.things = things;
        this.spans = spans;
        this.listings = listings;
    }

    long refused() {
        return refused;
    }

    void learn(Event event) {
        var topology = event.getTopology();
        long heard = Moments.of(event.getOccurredAt());
        newest = Math.max(newest, heard);
        int scope = listings.scope(topology.getScope());
        if (!topology.hasSnapshot()) {
            topology.getEdgesList().forEach(edge -> learn(edge, scope, Long.MIN_VALUE, heard));
            return;
        }
        var listing = Listings.of(scope, topology.getSnapshot());
        topology.getEdgesList().forEach(edge -> learn(edge, scope, listing.takenAt(), listing.takenAt()));
        if (listings.completes(listing, topology.getSnapshot().getPart())) {
            complete(listing);
        }
    }

    private void learn(Edge edge, int scope, long seen, long heard) {
        if (!sane(edge)) {
            refused++;
            return;
        }
        int from = things.of(edge.getFrom());
        int to = things.of(edge.getTo());
        if (from == Topology.NONE || to == Topology.NONE || from == to) {
            refused++;
            return;
        }
        long start = Moments.of(edge.getValidFrom());
        learn(
                edge.getKindValue(),
                from,
                to,
                edge.hasValidUntil()
                        ? Span.ended(scope, start, Moments.of(edge.getValidUntil()))
                        : Span.open(scope, start, seen, heard));
    }

    private static boolean sane(Edge edge) {
        return edge.getKind() != EdgeKind.UNRECOGNIZED
                && edge.getKind() != EdgeKind.EDGE_KIND_UNSPECIFIED
                && edge.hasValidFrom()
                && (!edge.hasValidUntil() || Moments.of(edge.getValidUntil()) >= Moments.of(edge.getValidFrom()));
    }

    private void learn(int edgeKind, int from, int to, Span says) {
        int kept = Spans.NONE;
        int count = 0;
        var whole = says;
        for (int span = spans.first(edgeKind, from, to), next; span != Spans.NONE; span = next) {
            next = spans.next(span);
            count++;
            var known = known(span);
            if (known.touches(says)) {
                whole = whole.and(known);
                if (kept == Spans.NONE) {
                    kept = span;
                } else {
                    spans.remove(span);
                }
            }
        }
        if (kept == Spans.NONE) {
            if (!room(edgeKind, from, to, count)) {
                refused++;
                return;
            }
            kept = spans.add(edgeKind, from, to, whole);
        } else if (known(kept).equals(whole)) {
            return;
        } else {
            spans.restate(kept, whole);
        }
        spans.settle(kept);
        if (count >= MOST_BEGINNINGS) {
            join(kept);
        }
    }

    private Span known(int span) {
        return new Span(spans.scope(span), spans.start(span), spans.solid(span), spans.bound(span), spans.heard(span));
    }

    private boolean room(int edgeKind, int from, int to, int count) {
        if (count >= MOST_SPANS_OF_AN_EDGE && !giveUpOldest(edgeKind, from, to)) {
            return false;
        }
        // the second condition keeps a full graph from being searched for every edge that is refused
        if (spans.live() >= limits.edges() && newest >= forgetAgain) {
            spans.forget(newest - limits.retention().toMillis());
            forgetAgain = newest + Math.max(1, limits.retention().toMillis() / 1000);
        }
        return spans.live() < limits.edges();
    }

    private boolean giveUpOldest(int edgeKind, int from, int to) {
        int oldest = spans.first(edgeKind, from, to);
        for (int span = oldest; span != Spans.NONE; span = spans.next(span)) {
            if (spans.until(span) < spans.until(oldest)) {
                oldest = span;
            }
        }
        if (spans.until(oldest) == Moments.NEVER) {
            return false;
        }
        spans.remove(oldest);
        refused++;
        return true;
    }

    /** Where too many beginnings follow each other without an end between them, the two oldest become one. */
    private void join(int anyOfTheEdge) {
        int scope = spans.scope(anyOfTheEdge);
        var row = new Integer[MOST_SPANS_OF_AN_EDGE];
        int size = 0;
        int first = spans.first(spans.edgeKind(anyOfTheEdge), spans.from(anyOfTheEdge), spans.to(anyOfTheEdge));
        for (int span = first; span != Spans.NONE && size < row.length; span = spans.next(span)) {
            if (spans.scope(span) == scope) {
                row[size++] = span;
            }
        }
        Arrays.sort(row, 0, size, Comparator.comparingLong(spans::start));
        int run = 0;
        for (int i = size - 1; i > 0; i--) {
            run = spans.until(row[i - 1]) >= spans.start(row[i]) ? run + 1 : 0;
            if (run >= MOST_BEGINNINGS) {
                var whole = known(row[i - 1]).and(known(row[i]));
                spans.remove(row[i]);
                spans.restate(row[i - 1], whole);
                spans.settle(row[i - 1]);
                return;
            }
        }
    }

    private void complete(Listings.Listing listing) {
        newest = Math.max(newest, listing.takenAt());
        int sure = 0;
        for (int kind = 1; kind < Integer.SIZE; kind++) {
            if (!listing.covers(kind)) {
                continue;
            }
            long forgotten = listings.remember(listing.scope(), kind, listing.takenAt());
            if (forgotten != Long.MIN_VALUE && forgotten != listing.takenAt()) {
                spans.seal(listing.scope(), kind, forgotten);
            }
            // one older than all that are remembered ends nothing: an end must not depend on a time that is forgotten
            sure |= forgotten == listing.takenAt() ? 0 : 1 << kind;
        }
        spans.endUnlisted(
                new Listings.Listing(listing.scope(), listing.id(), listing.parts(), listing.takenAt(), sure));
    }
}
