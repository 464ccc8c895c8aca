package dev.sentinel.correlator.topology;

import java.util.Arrays;

/**
 * Walks one path. It keeps its working space, so a walk allocates nothing, and must not be started again while it runs.
 *
 * <p>Each hop follows every edge that held at the time asked about. Where there is none, it assumes those that began
 * soonest after it (Sentinel heard of them late), or else those that ended last before it (the thing was just deleted).
 */
public final class Walker {

    /** Ways kept between two hops for each end that may be reported: many ways may lead to few ends. */
    static final int WAYS_PER_END = 16;

    private static final int ANY_KIND = -2;
    private static final int FEW = 24;

    private final Things things;
    private final Adjacency adjacency;
    private final Counter cut;
    private final int[] labels;
    private final int[] kinds;
    private final int fromKind;
    private final int linkHop;
    private final long early;
    private final long late;
    private final int mostEnds;
    private final int mostWays;
    /** A way is one word: thing &lt;&lt; 32 | (link + 1) &lt;&lt; 1 | assumed. Sorted, the same ways meet, sure ones first. */
    private long[] ways = new long[16];

    private long[] further = new long[16];
    private int reached;

    /** Hears where a walk ends. Stuck things come first, hop by hop, then the ends; by ascending number. */
    public interface Reached {
        /** {@code link} is the thing at the marked hop, or {@link Topology#NONE}; {@code assumed} when some edge was. */
        void end(int thing, int link, boolean assumed);

        /** No edge goes on from here, as far as is known. */
        void stuck(int thing);
    }

    Walker(Path path, Things things, Adjacency adjacency, Topology.Limits limits, Counter cut) {
        this.things = things;
        this.adjacency = adjacency;
        this.cut = cut;
        var hops = path.hops();
        labels = hops.stream()
                .mapToInt(hop -> Adjacency.label(hop.edge().getNumber(), hop.reversed()))
                .toArray();
        kinds = hops.stream().mapToInt(hop -> number(hop.to())).toArray();
        fromKind = number(path.from());
        int marked = Topology.NONE;
        for (int hop = 0; hop < hops.size(); hop++) {
            marked = hops.get(hop).link() ? hop : marked;
        }
        linkHop = marked;
        early = limits.early().toMillis();
        late = limits.late().toMillis();
        mostEnds = limits.ends();
        mostWays = Math.multiplyExact(mostEnds, WAYS_PER_END);
    }

    /** Whether the path begins at things of this one's kind. */
    public boolean begins(int thing) {
        return thing != Topology.NONE && (fromKind == ANY_KIND || things.kindOf(thing) == fromKind);
    }

    /** Nothing is reported when the path does not begin at this thing. */
    public void walk(int from, long atMillis, Reached out) {
        if (!begins(from)) {
            return;
        }
        ways[0] = (long) from << Integer.SIZE;
        int count = 1;
        for (int hop = 0; hop < labels.length && count > 0; hop++) {
            reached = 0;
            for (int i = 0; i < count; i++) {
                if (!step(ways[i], hop, atMillis) && (i == 0 || thing(ways[i]) != thing(ways[i - 1]))) {
                    out.stuck(thing(ways[i]));
                }
            }
            count = order(further, reached);
            var swap = ways;
            ways = further;
            further = swap;
        }
        int ends = Math.min(count, mostEnds);
        cut.add(count - ends);
        for (int i = 0; i < ends; i++) {
            out.end(thing(ways[i]), link(ways[i]), (ways[i] & 1) == 1);
        }
    }

    /** The ways that one hop opens from a thing, in order; good until the next call. */
    long[] ways(int thing, int hop, long at) {
        reached = 0;
        step((long) thing << Integer.SIZE, hop, at);
        return Arrays.copyOf(further, order(further, reached));
    }

    /** Where the entry of an edge stands that {@link #ways} would follow to this thing. */
    int entry(int thing, int hop, int to, long at) {
        int run = adjacency.run(thing, labels[hop]);
        var words = adjacency.words();
        int best = Adjacency.MISSING;
        int last = run + 1 + Adjacency.ENTRY * Adjacency.count(words[run]);
        for (int position = run + 1; position < last; position += Adjacency.ENTRY) {
            if (adjacency.other(position) == to
                    && (best == Adjacency.MISSING || distance(position, at) < distance(best, at))) {
                best = position;
            }
        }
        return best;
    }

    static int thing(long way) {
        return (int) (way >>> Integer.SIZE);
    }

    static boolean assumed(long way) {
        return (way & 1) == 1;
    }

    private static int link(long way) {
        return ((int) way >>> 1) - 1;
    }

    private int number(String kind) {
        return kind.equals(Path.ANY) ? ANY_KIND : things.kindNumber(kind);
    }

    /** Nearest in the sense of a walk: what held, then what began soonest, then what ended last. */
    private long distance(int position, long at) {
        long start = adjacency.start(position);
        if (start > at) {
            return start - at;
        }
        return adjacency.until(position) > at ? 0 : (long) Integer.MAX_VALUE * 1000 + at - adjacency.until(position);
    }

    private boolean step(long way, int hop, long at) {
        int run = adjacency.run(thing(way), labels[hop]);
        if (run == Adjacency.MISSING) {
            return false;
        }
        var words = adjacency.words();
        int kind = kinds[hop];
        boolean found = false;
        int last = run + 1 + Adjacency.ENTRY * Adjacency.count(words[run]);
        for (int position = run + 1; position < last; position += Adjacency.ENTRY) {
            long start = words[position + 1];
            if ((kind == ANY_KIND || (start & Adjacency.KIND_MASK) == kind)
                    && start >> Adjacency.KIND_BITS <= at
                    && at < words[position + 2]) {
                found = true;
                add(way, hop, words[position]);
            }
        }
        return found || assume(way, hop, at, run + 1, last);
    }

    private boolean assume(long way, int hop, long at, int first, int last) {
        var words = adjacency.words();
        long soonest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (int position = first; position < last; position += Adjacency.ENTRY) {
            if (fits(words[position + 1], hop)) {
                long start = words[position + 1] >> Adjacency.KIND_BITS;
                long until = words[position + 2];
                if (start > at) {
                    soonest = Math.min(soonest, start);
                } else {
                    latest = Math.max(latest, until);
                }
            }
        }
        boolean soon = soonest != Long.MAX_VALUE && soonest - at <= early;
        if (!soon && (latest == Long.MIN_VALUE || at - latest > late)) {
            return false;
        }
        for (int position = first; position < last; position += Adjacency.ENTRY) {
            long start = words[position + 1] >> Adjacency.KIND_BITS;
            if (fits(words[position + 1], hop) && (soon ? start == soonest : words[position + 2] == latest)) {
                add(way | 1, hop, words[position]);
            }
        }
        return true;
    }

    private boolean fits(long startAndKind, int hop) {
        return kinds[hop] == ANY_KIND || (startAndKind & Adjacency.KIND_MASK) == kinds[hop];
    }

    private void add(long way, int hop, long entry) {
        if (reached == mostWays) {
            cut.add(1);
            return;
        }
        if (reached == further.length) {
            further = Arrays.copyOf(further, 2 * reached);
        }
        long thing = entry >>> Integer.SIZE;
        long rest = hop == linkHop ? thing + 1 << 1 | way & 1 : way & 0xFFFF_FFFFL;
        further[reached++] = thing << Integer.SIZE | rest;
    }

    /** Sorts the ways and leaves each once, the sure one of two; returns how many are left. */
    private static int order(long[] ways, int count) {
        if (count < 2) {
            return count;
        }
        if (count <= FEW) {
            for (int i = 1; i < count; i++) {
                long way = ways[i];
                int at = i;
                for (; at > 0 && ways[at - 1] > way; at--) {
                    ways[at] = ways[at - 1];
                }
                ways[at] = way;
            }
        } else {
            Arrays.sort(ways, 0, count);
        }
        int kept = 1;
        for (int i = 1; i < count; i++) {
            if (ways[i] >>> 1 != ways[kept - 1] >>> 1) {
                ways[kept++] = ways[i];
            }
        }
        return kept;
    }
}
