package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.correlator.topology.Walker;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Collects where the paths of one event lead. Reused for every event, so nothing is allocated for those that lead nowhere. */
final class Placing implements Walker.Reached {
    private int[] ends = new int[16];
    private int[] links = new int[16];
    private boolean[] assumed = new boolean[16];
    private int size;
    private int start;
    private @Nullable Way way;

    void begin() {
        size = 0;
        way = null;
    }

    /** True when the path leads somewhere. */
    boolean walk(Way along, int from, long time) {
        start = from;
        along.walker().walk(from, time, this);
        if (size > 0) {
            way = along;
        }
        return size > 0;
    }

    /** Where another path ends, of several ends the one whose name comes first; the ends collected so far stay. */
    int firstEnd(Way way, int from, long time) {
        var kept = size;
        way.walker().walk(from, time, this);
        var first = size > kept ? ends[kept] : Topology.NONE;
        for (var i = kept + 1; i < size; i++) {
            first = way.topology().compareNames(ends[i], first) < 0 ? ends[i] : first;
        }
        size = kept;
        return first;
    }

    @Override
    public void end(int thing, int link, boolean wasAssumed) {
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, size * 2);
            links = Arrays.copyOf(links, size * 2);
            assumed = Arrays.copyOf(assumed, size * 2);
        }
        ends[size] = thing;
        links[size] = link;
        assumed[size++] = wasAssumed;
    }

    @Override
    public void stuck(int thing) {
        // Where it stopped is asked for when the incident is shown, not for every event.
    }

    int size() {
        return size;
    }

    int end(int index) {
        return ends[index];
    }

    int link(int index) {
        return links[index];
    }

    boolean assumed(int index) {
        return assumed[index];
    }

    int start() {
        return start;
    }

    /** The one that led somewhere. */
    @Nullable Way way() {
        return way;
    }
}
