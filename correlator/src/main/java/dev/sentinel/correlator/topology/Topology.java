package dev.sentinel.correlator.topology;

import dev.sentinel.v1.EdgeKind;
import dev.sentinel.v1.Event;
import dev.sentinel.v1.PathHop;
import dev.sentinel.v1.Ref;
import java.time.Duration;
import java.util.List;

/**
 * The temporal graph of one cluster: which things there are, and which edges held between them at every moment. Owned by
 * one thread. It forgets nothing but edges that ended long ago, and those only when it is full.
 */
public final class Topology {

    /** The number of no thing: a limit was met, or there is none. */
    public static final int NONE = -1;

    private final Limits limits;
    private final Changes changes = new Changes();
    private final Things things;
    private final Listings listings = new Listings();
    private final Spans spans;
    private final Learning learning;
    private final Suffering suffering;
    private final Counter endsCut = new Counter();

    public Topology(Limits limits) {
        this.limits = limits;
        things = new Things(limits.things());
        spans = new Spans(things, listings, changes);
        learning = new Learning(limits, things, spans, listings);
        suffering = new Suffering(spans.adjacency);
    }

    /**
     * What it may keep, and how far a walk goes. Edges that ended {@code retention} ago may be forgotten when there is no
     * room. Where no edge held at the time asked about, one that began at most {@code early} after it is assumed, or
     * else one that ended at most {@code late} before it. A walk reports at most {@code ends}.
     */
    public record Limits(int things, int edges, Duration retention, Duration early, Duration late, int ends) {
        public Limits {
            if (things < 1 || things > Adjacency.MOST_THINGS || edges < 1 || edges > Adjacency.MOST_EDGES || ends < 1) {
                throw new IllegalArgumentException("a topology has 1 to " + Adjacency.MOST_THINGS + " things, 1 to "
                        + Adjacency.MOST_EDGES + " edges and at least one end; these limits say " + things + ", "
                        + edges + " and " + ends);
            }
            if (retention.isNegative() || early.isNegative() || late.isNegative()) {
                throw new IllegalArgumentException("times of a topology must not be negative");
            }
        }

        public Limits(int things, int edges) {
            this(things, edges, Duration.ofDays(7), Duration.ofHours(1), Duration.ofMinutes(10), 256);
        }
    }

    /**
     * The number of a thing, which it keeps forever; {@link #NONE} when the limit is met or the reference breaks the
     * contract. Kind, namespace and name make it; the newest uid is remembered.
     */
    public int thing(Ref ref) {
        return things.of(ref);
    }

    public Ref ref(int thing) {
        return things.ref(thing);
    }

    public String kind(int thing) {
        return things.kind(thing);
    }

    /** The order of their names: kind, namespace, name. Their numbers depend on who was heard of first. */
    public int compareNames(int thing, int other) {
        return things.compareNames(thing, other);
    }

    /** How many things there are; their numbers are below. */
    public int size() {
        return things.size();
    }

    /** How many stretches of time it knows in which an edge held. */
    public int edges() {
        return spans.live();
    }

    /** Applies a topology event; false when it is another one. */
    public boolean learn(Event event) {
        changes.clear();
        if (!event.hasTopology()) {
            return false;
        }
        learning.learn(event);
        return true;
    }

    /** The things at both ends of the edges that the last {@link #learn} changed, in ascending order. */
    public int[] changed() {
        return changes.all();
    }

    /** A path made ready for walking. */
    public Walker walker(Path path) {
        return new Walker(path, things, spans.adjacency, limits, endsCut);
    }

    /** One way along a path from a thing to another, as a walk at that time finds it; empty when there is none. */
    public List<PathHop> hops(Path path, int from, int to, long atMillis) {
        return hops(path, from, NONE, to, atMillis);
    }

    /** The same with a walker for the path that is there already. */
    public List<PathHop> hops(Path path, Walker walker, int from, int to, long atMillis) {
        return new Route(path, things, spans.adjacency, walker, NONE, to, atMillis).from(from);
    }

    /** The same through a given link. */
    public List<PathHop> hops(Path path, int from, int link, int to, long atMillis) {
        return new Route(path, things, spans.adjacency, walker(path), link, to, atMillis).from(from);
    }

    /** What suffers when a thing fails, nearest first, at most so many. */
    public List<Dependant> dependants(int thing, long atMillis, int max) {
        return dependantsWhile(thing, atMillis, max).all();
    }

    /** The same, and for how long it is the answer while {@link #version} is what it was. */
    public Dependants dependantsWhile(int thing, long atMillis, int max) {
        return suffering.of(thing, atMillis, max);
    }

    /** Another number after each change of an edge or a uid, so that answers can be kept as long as it stays. */
    public long version() {
        return changes.version() + things.renamed();
    }

    /** When an edge held, in order, as all scopes together know it. */
    public List<Interval> intervals(EdgeKind kind, int from, int to) {
        return Interval.joined(spans, spans.first(kind.getNumber(), from, to));
    }

    /** References that met the limit or broke the contract. */
    public long thingsRefused() {
        return things.refused();
    }

    /** Edges that met the limit or broke the contract, and old times of an edge that were given up for new ones. */
    public long edgesRefused() {
        return learning.refused();
    }

    /** Ends and ways that walks left out because there were too many. */
    public long endsCut() {
        return endsCut.count();
    }

    /** Listings that could not be followed to their end: too many at once, or too many parts. */
    public long listingsDropped() {
        return listings.dropped();
    }
}
