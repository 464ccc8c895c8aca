package dev.sentinel.correlator.topology;

import dev.sentinel.v1.PathHop;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds one concrete way along a path: of several at a fork the one whose name comes first. */
final class Route {

    /** Steps looked at before it gives up. */
    private static final int MOST_STEPS = 10_000;

    private final Path path;
    private final Things things;
    private final Adjacency adjacency;
    private final Walker walker;
    private final int link;
    private final int to;
    private final long at;
    private final Set<Long> deadEnds = new HashSet<>();
    private final Deque<PathHop> hops = new ArrayDeque<>();
    private int steps;

    Route(Path path, Things things, Adjacency adjacency, Walker walker, int link, int to, long at) {
        this.path = path;
        this.things = things;
        this.adjacency = adjacency;
        this.walker = walker;
        this.link = link;
        this.to = to;
        this.at = at;
    }

    List<PathHop> from(int thing) {
        return walker.begins(thing) && leads(thing, 0) ? List.copyOf(hops) : List.of();
    }

    private boolean leads(int thing, int hop) {
        if (hop == path.hops().size()) {
            return thing == to;
        }
        long place = (long) thing << Integer.SIZE | hop;
        if (deadEnds.contains(place) || steps++ > MOST_STEPS) {
            return false;
        }
        for (var way : byName(walker.ways(thing, hop, at))) {
            int next = Walker.thing(way);
            var elsewhere = path.hops().get(hop).link() && link != Topology.NONE && next != link;
            if (!elsewhere && leads(next, hop + 1)) {
                hops.addFirst(hop(thing, hop, next));
                return true;
            }
        }
        deadEnds.add(place);
        return false;
    }

    /** Their numbers depend on who was heard of first. */
    private long[] byName(long[] ways) {
        if (ways.length < 2) {
            return ways;
        }
        return Arrays.stream(ways)
                .boxed()
                .sorted((one, other) -> things.compareNames(Walker.thing(one), Walker.thing(other)))
                .mapToLong(Long::longValue)
                .toArray();
    }

    private PathHop hop(int thing, int hop, int next) {
        int entry = walker.entry(thing, hop, next, at);
        var told = PathHop.newBuilder()
                .setEdge(path.hops().get(hop).edge())
                .setReversed(path.hops().get(hop).reversed())
                .setTo(things.ref(next))
                .setValidFrom(Moments.timestamp(adjacency.start(entry)));
        if (adjacency.until(entry) != Moments.NEVER) {
            told.setValidUntil(Moments.timestamp(adjacency.until(entry)));
        }
        return told.build();
    }
}
