package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.topology.Path;
import dev.sentinel.correlator.topology.Topology;
import dev.sentinel.v1.Ref;

/** Finds the instances that evidence belongs to: along the first path of its clause that leads anywhere. */
final class Places {
    private final Topology topology;
    private final Instances instances;
    private final Effort effort;
    private final Placing placing = new Placing();

    Places(Topology topology, Instances instances, Effort effort) {
        this.topology = topology;
        this.instances = instances;
        this.effort = effort;
    }

    /** Says of evidence where it belongs, as far as the graph is known. */
    void place(Unsettled.Item item) {
        var rule = item.interest.rule();
        var clause = item.interest.clause();
        placing.begin();
        for (var way : rule.paths[clause]) {
            var start = start(way, item);
            if (start >= 0) {
                effort.walks++;
                if (placing.walk(way, start, item.fact.time)) {
                    break;
                }
            }
        }
        var way = placing.way();
        if (way == null || item.fact.subject(item.event, topology) < 0) {
            return;
        }
        var common = link(rule.links[clause], item);
        for (var i = 0; i < placing.size(); i++) {
            var instance = instances.of(rule, placing.end(i));
            if (instance != null) {
                var link = placing.link(i) >= 0 ? placing.link(i) : common;
                var entry = new Entry(item.fact, link, way, placing.start(), placing.assumed(i));
                item.placed.add(new Unsettled.Placed(instance, entry));
            }
        }
    }

    private int link(Way[] ways, Unsettled.Item item) {
        for (var way : ways) {
            var start = start(way, item);
            if (start >= 0) {
                effort.walks++;
                var end = placing.firstEnd(way, start, item.fact.time);
                if (end >= 0) {
                    return end;
                }
            }
        }
        return Topology.NONE;
    }

    /** The subject when the path begins at its kind, else the first related thing of that kind. */
    private int start(Way way, Unsettled.Item item) {
        var from = way.path().from();
        var event = item.event;
        if (item.fact.knowsSubject()) {
            if (way.walker().begins(item.fact.subject())) {
                return item.fact.subject();
            }
        } else if (fits(from, event.getSubject())) {
            return item.fact.subject(event, topology);
        }
        for (var i = 0; i < event.getRelatedCount(); i++) {
            if (fits(from, event.getRelated(i))) {
                return topology.thing(event.getRelated(i));
            }
        }
        return Topology.NONE;
    }

    private static boolean fits(String from, Ref ref) {
        return from.equals(ref.getKind()) || from.equals(Path.ANY);
    }
}
