package dev.sentinel.correlator.topology;

import dev.sentinel.v1.EdgeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Follows what a failure spreads along. It keeps its working space. */
final class Suffering {

    /** A bit for each label along which a failure spreads. */
    private static final int LABELS = Arrays.stream(EdgeKind.values())
            .filter(kind -> kind != EdgeKind.UNRECOGNIZED)
            .mapToInt(kind -> switch (spreads(kind)) {
                case NOT -> 0;
                case TO_ITS_END -> 1 << Adjacency.label(kind.getNumber(), false);
                case TO_ITS_BEGINNING -> 1 << Adjacency.label(kind.getNumber(), true);
            })
            .reduce(0, (some, more) -> some | more);

    private final Adjacency adjacency;
    private long at;
    /** A bit for each thing that was reached; all of them are cleared again, which takes less than another set would. */
    private long[] seen = new long[16];

    private int[] reached = new int[64];
    private int size;
    // Between these no edge that was looked at begins or ends.
    private long same;
    private long sameUntil;

    Suffering(Adjacency adjacency) {
        this.adjacency = adjacency;
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

    Dependants of(int thing, long moment, int max) {
        if (thing == Topology.NONE) {
            return new Dependants(List.of(), new Interval(Long.MIN_VALUE, Long.MAX_VALUE));
        }
        at = moment;
        same = Long.MIN_VALUE;
        sameUntil = Long.MAX_VALUE;
        size = 0;
        reach(thing);
        var found = new ArrayList<Dependant>();
        for (int distance = 1, ring = 0, end = size; ring < end && found.size() < max; distance++) {
            around(ring, end);
            Arrays.sort(reached, end, size);
            for (int i = end; i < size && found.size() < max; i++) {
                found.add(new Dependant(reached[i], distance));
            }
            ring = end;
            end = size;
        }
        for (int i = 0; i < size; i++) {
            seen[reached[i] / Long.SIZE] = 0;
        }
        return new Dependants(found, new Interval(same, sameUntil));
    }

    private void around(int from, int end) {
        var words = adjacency.words();
        for (int i = from; i < end; i++) {
            for (int run = adjacency.first(reached[i]); run != Adjacency.MISSING; run = adjacency.next(run)) {
                if ((LABELS & 1 << Adjacency.label(words[run])) == 0) {
                    continue;
                }
                int last = run + 1 + Adjacency.ENTRY * Adjacency.count(words[run]);
                for (int position = run + 1; position < last; position += Adjacency.ENTRY) {
                    if (held(position)) {
                        reach(adjacency.other(position));
                    }
                }
            }
        }
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

    private void reach(int thing) {
        int word = thing / Long.SIZE;
        seen = word < seen.length ? seen : Arrays.copyOf(seen, word + (word >> 1) + 1);
        long bit = 1L << thing;
        if ((seen[word] & bit) == 0) {
            seen[word] |= bit;
            reached = size < reached.length ? reached : Arrays.copyOf(reached, 2 * size);
            reached[size++] = thing;
        }
    }
}
