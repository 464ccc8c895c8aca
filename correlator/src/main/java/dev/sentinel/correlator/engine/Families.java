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
    // One evidence may bring a subject and a link at once.
    private final int[] things = new int[MOST_THINGS + 1];
    private int size;

    /** Looks at an incident that began or grew; returns the others whose place in their family changed by it. */
    Set<Instance> relate(Instance instance) {
        gather(instance);
        for (var i = 0; i < size; i++) {
            if (instance.course.touches(things[i])) {
                var there = byThing.computeIfAbsent(things[i], unused -> new ArrayList<>(1));
                there.add(instance);
                instance.course.shares(there);
            }
        }
        var neighbours = neighbours(instance);
        if (neighbours.isEmpty()) {
            return Set.of();
        }
        var changed = new LinkedHashSet<Instance>();
        neighbours.stream().sorted(OLDEST).forEach(other -> {
            marry(other, instance, changed);
            marry(instance, other, changed);
        });
        return changed;
    }

    private static Set<Instance> neighbours(Instance instance) {
        Set<Instance> neighbours = Set.of();
        for (var there : instance.course.shared()) {
            // Mostly it is alone.
            if (there.size() > 1) {
                neighbours = neighbours.isEmpty() ? new LinkedHashSet<>() : neighbours;
                neighbours.addAll(there);
            }
        }
        if (!neighbours.isEmpty()) {
            neighbours.remove(instance);
        }
        return neighbours;
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

    /** The things that an incident is about: its pivot, then what its evidence is about. */
    private void gather(Instance instance) {
        size = 0;
        gather(instance.pivot);
        for (var c = 0; c < instance.rule.paths.length; c++) {
            var evidence = instance.evidence(c);
            for (var e = 0; e < evidence.size() && size < MOST_THINGS; e++) {
                gather(evidence.get(e).subject);
                if (evidence.get(e).link >= 0) {
                    gather(evidence.get(e).link);
                }
            }
        }
    }

    private void gather(int thing) {
        for (var i = 0; i < size; i++) {
            if (things[i] == thing) {
                return;
            }
        }
        things[size++] = thing;
    }
}
