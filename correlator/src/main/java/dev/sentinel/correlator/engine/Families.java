package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which incident is explained by which: one root for one cause. Only incidents that share a thing can be related. */
final class Families {
    private static final int MOST_THINGS = 64;
    private static final Comparator<Instance> OLDEST =
            Comparator.<Instance>comparingLong(each -> each.course.suspectedAt).thenComparing(each -> each.course.id);

    private final Map<Integer, List<Instance>> byThing = new HashMap<>();

    /** Looks at an incident that began or grew; returns the others whose place in their family changed by it. */
    Set<Instance> relate(Instance instance) {
        for (var thing : things(instance)) {
            if (instance.course.touches(thing)) {
                byThing.computeIfAbsent(thing, unused -> new ArrayList<>(1)).add(instance);
            }
        }
        var neighbours = new LinkedHashSet<Instance>();
        instance.course.things().forEach(thing -> neighbours.addAll(byThing.getOrDefault(thing, List.of())));
        neighbours.remove(instance);
        var changed = new LinkedHashSet<Instance>();
        neighbours.stream().sorted(OLDEST).forEach(other -> {
            marry(other, instance, changed);
            marry(instance, other, changed);
        });
        return changed;
    }

    private static void marry(Instance parent, Instance child, Set<Instance> changed) {
        if (child.parent == null
                && parent.course.isOpen()
                && child.course.hasBegun()
                && !child.course.isResolved()
                && parent.rule.pattern.explains().contains(child.rule.pattern.name())
                && !descends(parent, child)) {
            child.parent = parent;
            parent.course.adopt(child);
            changed.add(child);
            changed.add(parent);
        }
    }

    private static boolean descends(Instance from, Instance ancestor) {
        for (var each = from; each != null; each = each.parent) {
            if (each == ancestor) {
                return true;
            }
        }
        return false;
    }

    /** An incident that is buried has no family any more. */
    void forget(Instance instance) {
        for (var thing : instance.course.things()) {
            var there = byThing.get(thing);
            if (there != null && there.remove(instance) && there.isEmpty()) {
                byThing.remove(thing);
            }
        }
        if (instance.parent != null) {
            instance.parent.course.release(instance);
            instance.parent = null;
        }
        instance.course.children().forEach(child -> child.parent = null);
    }

    private static Set<Integer> things(Instance instance) {
        var things = new LinkedHashSet<Integer>();
        things.add(instance.pivot);
        for (var c = 0; c < instance.rule.pattern.clauses().size(); c++) {
            var evidence = instance.evidence(c);
            for (var e = 0; e < evidence.size() && things.size() < MOST_THINGS; e++) {
                things.add(evidence.get(e).subject);
                if (evidence.get(e).link >= 0) {
                    things.add(evidence.get(e).link);
                }
            }
        }
        return things;
    }
}
