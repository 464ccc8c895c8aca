package dev.sentinel.correlator.topology;

import dev.sentinel.v1.EdgeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Follows what a failure spreads along. */
final class Suffering {

    private static final int[] LABELS = Arrays.stream(EdgeKind.values())
            .filter(kind -> kind != EdgeKind.UNRECOGNIZED)
            .flatMapToInt(kind -> switch (spreads(kind)) {
                case NOT -> IntStream.empty();
                case TO_ITS_END -> IntStream.of(Adjacency.label(kind.getNumber(), false));
                case TO_ITS_BEGINNING -> IntStream.of(Adjacency.label(kind.getNumber(), true));
            })
            .toArray();

    private final Adjacency adjacency;
    private final long at;
    private final long[] seen;
    // Between these no edge that was looked at begins or ends.
    private long same = Long.MIN_VALUE;
    private long sameUntil = Long.MAX_VALUE;

    Suffering(int things, Adjacency adjacency, long at) {
        this.adjacency = adjacency;
        this.at = at;
        seen = new long[things / Long.SIZE + 1];
    }

    private enum Spread {
        NOT,
        /** What the edge points at suffers when the thing at its beginning fails. */
        TO_ITS_END,
        TO_ITS_BEGINNING
    }

    private static Spread spreads(EdgeKind kind) {
        return switch (kind) {
            // the edge says "needs": a pod its claim, a volume its replica, a disk its node, a workload its pods
            case EDGE_KIND_OWNS,
                    EDGE_KIND_USES,
                    EDGE_KIND_BOUND_TO,
                    EDGE_KIND_IS,
                    EDGE_KIND_HAS,
                    EDGE_KIND_ON,
                    EDGE_KIND_PART_OF,
                    EDGE_KIND_RUNS_ON,
                    EDGE_KIND_ATTACHED_TO,
                    EDGE_KIND_STORED_ON -> Spread.TO_ITS_BEGINNING;
            // the edge says "carries": an instance manager its engines and replicas, a map its persistent volume
            case EDGE_KIND_HOSTS, EDGE_KIND_BACKS -> Spread.TO_ITS_END;
            // a witness goes blind and an operator goes idle, but what they look after goes on; a setting cannot fail
            case EDGE_KIND_OBSERVES, EDGE_KIND_MANAGES, EDGE_KIND_GOVERNS, EDGE_KIND_UNSPECIFIED, UNRECOGNIZED ->
                Spread.NOT;
        };
    }

    List<Dependant> of(int thing, int max) {
        var found = new ArrayList<Dependant>();
        if (thing == Topology.NONE) {
            return found;
        }
        firstTime(thing);
        int[] ring = {thing};
        for (int distance = 1; ring.length > 0 && found.size() < max; distance++) {
            ring = around(ring);
            for (int i = 0; i < ring.length && found.size() < max; i++) {
                found.add(new Dependant(ring[i], distance));
            }
        }
        return List.copyOf(found);
    }

    private int[] around(int[] ring) {
        int[] next = new int[16];
        int size = 0;
        var words = adjacency.words();
        for (int thing : ring) {
            for (int label : LABELS) {
                int run = adjacency.run(thing, label);
                int count = run == Adjacency.MISSING ? 0 : Adjacency.count(words[run]);
                for (int i = 0, position = run + 1; i < count; i++, position += Adjacency.ENTRY) {
                    int other = adjacency.other(position);
                    if (held(position) && firstTime(other)) {
                        next = size == next.length ? Arrays.copyOf(next, 2 * size) : next;
                        next[size++] = other;
                    }
                }
            }
        }
        Arrays.sort(next, 0, size);
        return Arrays.copyOf(next, size);
    }

    private boolean held(int position) {
        long start = adjacency.start(position);
        long until = adjacency.until(position);
        if (start > at) {
            sameUntil = Math.min(sameUntil, start);
            return false;
        }
        if (until <= at) {
            same = Math.max(same, until);
            return false;
        }
        same = Math.max(same, start);
        sameUntil = Math.min(sameUntil, until);
        return true;
    }

    /** The time around the moment asked about in which the answer would be the same. */
    Interval same() {
        return new Interval(same, sameUntil);
    }

    private boolean firstTime(int thing) {
        long bit = 1L << thing;
        boolean first = (seen[thing / Long.SIZE] & bit) == 0;
        seen[thing / Long.SIZE] |= bit;
        return first;
    }
}
