package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.correlator.topology.Walker;
import dev.sentinel.v1.PathHop;
import java.util.List;

/** A path of a clause, and what walks it. */
record Way(Path path, Walker walker, Topology topology) {
    Way(Path path, Topology topology) {
        this(path, topology.walker(path), topology);
    }

    /** One way along it, as a walk at that time finds it. */
    List<PathHop> hops(int from, int to, long atMillis) {
        return topology.hops(path, walker, from, to, atMillis);
    }
}
