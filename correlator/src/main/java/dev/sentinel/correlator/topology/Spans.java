package dev.sentinel.correlator.topology;

import java.util.Arrays;

/**
 * The records behind the entries of {@link Adjacency}: each span is a time in which an edge held, as one scope knows it.
 * Columns instead of objects, because there are hundreds of thousands. The spans of one edge are chained, and so are
 * those of one scope.
 *
 * <p>A span is solid from its start to {@code solid}: somebody saw the edge then. What comes after that is its bound: it
 * ended, or it goes on until something ends it.
 */
final class Spans implements Adjacency.Moved {

    static final int NONE = -1;

    /** Ended by a listing whose time is forgotten; no other scope is concerned. */
    static final int SETTLED = 0;
    /** Somebody said that it ended; this ends what other scopes believe too. */
    static final int ENDED = 1;

    static final int OPEN = 2;

    /** Nothing was heard of it beyond its solid part. */
    static final int UNHEARD = Integer.MIN_VALUE;

    private static final int KIND_BITS = 5;
    private static final int BOUND_BITS = 2;
    private static final int FREE = -1;

    final Adjacency adjacency = new Adjacency(this);
    private final Things things;
    private final Listings listings;
    private final Changes changes;
    private final ScopeChains scopes = new ScopeChains();

    private int[] meta = new int[64];
    private long[] solid = new long[64];
    private int[] heard = new int[64];
    private int[] out = new int[64];
    private int[] in = new int[64];
    private int[] sameEdge = new int[64];
    private int used;
    private int firstFree = NONE;
    private int live;
    /** The first span of each edge, plus one. */
    private int[] table = new int[256];

    private int edges;

    Spans(Things things, Listings listings, Changes changes) {
        this.things = things;
        this.listings = listings;
        this.changes = changes;
    }

    int live() {
        return live;
    }

    /** The first span of an edge; the others follow by {@link #next}. */
    int first(int edgeKind, int from, int to) {
        return table[slot(edgeKind, from, to)] - 1;
    }

    int next(int span) {
        return sameEdge[span];
    }

    int edgeKind(int span) {
        return meta[span] & (1 << KIND_BITS) - 1;
    }

    int bound(int span) {
        return meta[span] >>> KIND_BITS & (1 << BOUND_BITS) - 1;
    }

    int scope(int span) {
        return meta[span] >>> KIND_BITS + BOUND_BITS;
    }

    int from(int span) {
        return adjacency.other(in[span]);
    }

    int to(int span) {
        return adjacency.other(out[span]);
    }

    long start(int span) {
        return adjacency.start(out[span]);
    }

    long solid(int span) {
        return solid[span];
    }

    int heard(int span) {
        return heard[span];
    }

    /** When it ended; {@link Moments#NEVER} while it holds. */
    long until(int span) {
        return adjacency.until(out[span]);
    }

    @Override
    public void moved(int span, boolean reversed, int position) {
        (reversed ? in : out)[span] = position;
    }

    int add(int edgeKind, int from, int to, Span says) {
        int span = firstFree;
        if (span == NONE) {
            span = used++;
            if (span == meta.length) {
                enlarge(span + (span >> 3));
            }
        } else {
            firstFree = sameEdge[span];
        }
        live++;
        meta[span] = says.scope() << KIND_BITS + BOUND_BITS | says.bound() << KIND_BITS | edgeKind;
        solid[span] = says.solid();
        heard[span] = says.heard();
        int slot = slot(edgeKind, from, to);
        adjacency.add(from, Adjacency.label(edgeKind, false), to, things.kindOf(to), span);
        adjacency.add(to, Adjacency.label(edgeKind, true), from, things.kindOf(from), span);
        sameEdge[span] = table[slot] - 1;
        table[slot] = span + 1;
        scopes.enter(span, says.scope());
        place(span, says.start(), says.solid());
        if (sameEdge[span] == NONE && ++edges * 4L > table.length * 3L) {
            table = new int[table.length * 2];
            chainAll();
        }
        changes.of(from, to);
        return span;
    }

    /** Makes it longer, or closes it. */
    void restate(int span, Span says) {
        meta[span] = says.scope() << KIND_BITS + BOUND_BITS | says.bound() << KIND_BITS | edgeKind(span);
        solid[span] = says.solid();
        heard[span] = says.heard();
        if (says.start() != start(span)) {
            place(span, says.start(), until(span));
            changes.of(from(span), to(span));
        }
    }

    void remove(int span) {
        int slot = slot(edgeKind(span), from(span), to(span));
        if (table[slot] - 1 == span && sameEdge[span] == NONE) {
            throw new IllegalStateException("the last span of an edge is only removed by forgetting");
        }
        if (table[slot] - 1 == span) {
            table[slot] = sameEdge[span] + 1;
        } else {
            int before = table[slot] - 1;
            while (sameEdge[before] != span) {
                before = sameEdge[before];
            }
            sameEdge[before] = sameEdge[span];
        }
        changes.of(from(span), to(span));
        release(span);
    }

    /** Ends the spans of an edge where its own and the other statements say. */
    void settle(int anyOfTheEdge) {
        int first = first(edgeKind(anyOfTheEdge), from(anyOfTheEdge), to(anyOfTheEdge));
        for (int span = first; span != NONE; span = sameEdge[span]) {
            end(span, bound(span) == OPEN ? endOfOpen(span, first) : solid[span]);
        }
    }

    /** A complete listing of the scope was taken then. */
    void endUnlisted(Listings.Listing listing) {
        for (int span = scopes.first(listing.scope()); span != NONE; span = scopes.next(span)) {
            if (listing.covers(edgeKind(span))
                    && bound(span) == OPEN
                    && lastSign(span) < listing.takenAt()
                    && until(span) > listing.takenAt()) {
                end(span, listing.takenAt());
            }
        }
    }

    /** Makes the ends up to a moment permanent, because the listing that gave them is forgotten. */
    void seal(int scope, int edgeKind, long moment) {
        for (int span = scopes.first(scope); span != NONE; span = scopes.next(span)) {
            if (edgeKind(span) == edgeKind && bound(span) == OPEN && until(span) <= moment) {
                solid[span] = until(span);
                meta[span] &= ~(OPEN << KIND_BITS);
            }
        }
    }

    /** Drops all that ended before a moment; how many that were. */
    int forget(long endedBefore) {
        int before = live;
        // unchained first: releasing reuses the chain's column
        for (int span = 0; span < used; span++) {
            if (meta[span] != FREE && until(span) < endedBefore) {
                release(span);
            }
        }
        Arrays.fill(table, 0);
        chainAll();
        return before - live;
    }

    private long endOfOpen(int span, int first) {
        long end = listings.firstAfter(scope(span), edgeKind(span), lastSign(span));
        for (int other = first; other != NONE; other = sameEdge[other]) {
            if (bound(other) == ENDED && solid[other] > solid[span]) {
                end = Math.min(end, solid[other]);
            }
        }
        return end;
    }

    private long lastSign(int span) {
        return Math.max(solid[span], Moments.fromSeconds(heard[span]));
    }

    private void end(int span, long until) {
        if (until != until(span)) {
            place(span, start(span), until);
            changes.of(from(span), to(span));
        }
    }

    private void place(int span, long start, long until) {
        adjacency.set(out[span], start, until);
        adjacency.set(in[span], start, until);
    }

    private void release(int span) {
        int kind = edgeKind(span);
        int from = from(span);
        int to = to(span);
        adjacency.remove(from, Adjacency.label(kind, false), out[span]);
        adjacency.remove(to, Adjacency.label(kind, true), in[span]);
        scopes.leave(span, scope(span));
        meta[span] = FREE;
        sameEdge[span] = firstFree;
        firstFree = span;
        live--;
    }

    private void chainAll() {
        edges = 0;
        for (int span = 0; span < used; span++) {
            if (meta[span] != FREE) {
                int slot = slot(edgeKind(span), from(span), to(span));
                edges += table[slot] == 0 ? 1 : 0;
                sameEdge[span] = table[slot] - 1;
                table[slot] = span + 1;
            }
        }
    }

    private int slot(int edgeKind, int from, int to) {
        int slot = Hashes.mix((Hashes.mix(from) + to) * 31 + edgeKind) & table.length - 1;
        while (table[slot] != 0) {
            int span = table[slot] - 1;
            if (from(span) == from && to(span) == to && edgeKind(span) == edgeKind) {
                return slot;
            }
            slot = slot + 1 & table.length - 1;
        }
        return slot;
    }

    private void enlarge(int capacity) {
        meta = Arrays.copyOf(meta, capacity);
        solid = Arrays.copyOf(solid, capacity);
        heard = Arrays.copyOf(heard, capacity);
        out = Arrays.copyOf(out, capacity);
        in = Arrays.copyOf(in, capacity);
        sameEdge = Arrays.copyOf(sameEdge, capacity);
        scopes.enlarge(capacity);
    }
}
