package dev.sentinel.correlator.topology;

import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.TopologySnapshot;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which full listings of a scope are complete, and when they were taken. The times are kept, so that an edge heard of
 * late ends at the listing that did not contain it, in whatever order the two came.
 */
final class Listings {

    /** The scope that no listing covers: unnamed, or one too many. */
    static final int NOWHERE = 0;

    static final int MOST_SCOPES = 1 << 16;
    static final int MOST_UNFINISHED = 256;
    static final int MOST_PARTS = 1 << 16;
    /** Of one scope and kind; at one in ten minutes this reaches back ten hours. */
    static final int MOST_TIMES = 64;

    private static final int KIND_BITS = 5;
    private static final int LONGEST_NAME = 253;

    private final Map<String, Integer> scopes = new HashMap<>();
    private final Map<Integer, Times> times = new HashMap<>();
    private final TreeMap<Listing, BitSet> unfinished = new TreeMap<>(Comparator.comparingLong(Listing::takenAt)
            .thenComparingInt(Listing::scope)
            .thenComparing(Listing::id)
            .thenComparingInt(Listing::parts)
            .thenComparingInt(Listing::kinds));
    private long dropped;

    /** Parts that differ in any of this do not belong together. */
    record Listing(int scope, String id, int parts, long takenAt, int kinds) {
        boolean covers(int edgeKind) {
            return (kinds & 1 << edgeKind) != 0;
        }
    }

    int scope(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return NOWHERE;
        }
        var known = scopes.get(name);
        if (known == null && scopes.size() < MOST_SCOPES - 1) {
            known = scopes.size() + 1;
            scopes.put(name, known);
        }
        return known == null ? NOWHERE : known;
    }

    static Listing of(int scope, TopologySnapshot snapshot) {
        int kinds = 0;
        for (var kind : snapshot.getCoveredKindsList()) {
            if (kind != EdgeKind.UNRECOGNIZED && kind != EdgeKind.EDGE_KIND_UNSPECIFIED) {
                kinds |= 1 << kind.getNumber();
            }
        }
        return new Listing(
                scope, snapshot.getListingId(), snapshot.getPartCount(), Moments.of(snapshot.getTakenAt()), kinds);
    }

    /** Whether this part was the last one missing. */
    boolean completes(Listing listing, int part) {
        if (listing.scope == NOWHERE || listing.parts < 1 || listing.parts > MOST_PARTS) {
            dropped++;
            return false;
        }
        if (part < 1 || part > listing.parts || known(listing)) {
            return false;
        }
        if (listing.parts > 1 && !gathered(listing, part)) {
            return false;
        }
        unfinished.remove(listing);
        return true;
    }

    /** Remembers a complete listing; the time it had to forget for it, or {@link Long#MIN_VALUE}. */
    long remember(int scope, int edgeKind, long takenAt) {
        return times.computeIfAbsent(key(scope, edgeKind), key -> new Times()).add(takenAt);
    }

    /** When the first listing after a moment was taken. */
    long firstAfter(int scope, int edgeKind, long moment) {
        var known = scope == NOWHERE ? null : times.get(key(scope, edgeKind));
        return known == null ? Moments.NEVER : known.firstAfter(moment);
    }

    /** Listings that were given up before all parts had come, or could never be followed. */
    long dropped() {
        return dropped;
    }

    private boolean gathered(Listing listing, int part) {
        var parts = unfinished.computeIfAbsent(listing, key -> new BitSet());
        parts.set(part);
        if (parts.cardinality() == listing.parts) {
            return true;
        }
        if (unfinished.size() > MOST_UNFINISHED) {
            unfinished.pollFirstEntry();
            dropped++;
        }
        return false;
    }

    /** It was complete before: parts that come again must not fill the room for unfinished ones. */
    private boolean known(Listing listing) {
        for (int kind = 0; kind < 1 << KIND_BITS; kind++) {
            if (listing.covers(kind) && firstAfter(listing.scope, kind, listing.takenAt - 1) != listing.takenAt) {
                return false;
            }
        }
        return true;
    }

    private static int key(int scope, int edgeKind) {
        return scope << KIND_BITS | edgeKind;
    }
}
