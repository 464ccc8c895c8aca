package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incident is explained by which: one root for one cause. Only incidents that share a thing can be related, and only
 * those of patterns of which one explains another are remembered by their things. Of several that explain it the closest is
 * the parent of an incident, whichever was known first.
 */
final class Families {
    private static final int MOST_THINGS = 64;
    private static final Comparator<Instance> OLDEST =
            Comparator.<Instance>comparingLong(each -> each.course.suspectedAt).thenComparing(each -> each.course.id);
    private static final Comparator<Instance> CLOSEST =
            Comparator.<Instance>comparingInt(each -> -each.rule.generation).thenComparing(OLDEST);

    private final Map<Integer, List<Instance>> byThing = new HashMap<>();

    /** Looks at an incident that began, or changed; returns all whose place in their family changed by it. */
    Set<Instance> relate(Instance instance) {
        if (!instance.rule.hasRelatives) {
            return Set.of();
        }
        if (instance.course.things().length == 0) {
            touchAll(instance);
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

    /** An incident has new evidence. */
    void grew(Instance instance, Entry entry) {
        // Before its relatives were looked for, all of its things are still to be gathered.
        if (instance.rule.hasRelatives && instance.course.things().length > 0) {
            touch(instance, entry);
        }
    }

    /** What an incident is about: its pivot, then what its evidence is about. */
    private void touchAll(Instance instance) {
        touch(instance, instance.pivot);
        for (var e = 0; e < instance.evidence.size(); e++) {
            touch(instance, instance.evidence.get(e));
        }
    }

    private void touch(Instance instance, Entry entry) {
        touch(instance, entry.subject);
        if (entry.link >= 0) {
            touch(instance, entry.link);
        }
    }

    private void touch(Instance instance, int thing) {
        if (instance.course.things().length < MOST_THINGS && instance.course.touches(thing)) {
            var there = byThing.computeIfAbsent(thing, unused -> new ArrayList<>(1));
            there.add(instance);
            instance.course.shares(there);
        }
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
        if (met(parent, child)
                && parent.rule.pattern.explains().contains(child.rule.pattern.name())
                && isCloser(parent, child.parent)
                && !descends(parent, child)) {
            if (child.parent != null) {
                child.parent.course.release(child);
                changed.add(child.parent);
            }
            child.parent = parent;
            parent.course.adopt(child);
            changed.add(child);
            changed.add(parent);
        }
    }

    /** The one was open while the other went on. By their own times: when that was learned makes no difference. */
    private static boolean met(Instance parent, Instance child) {
        return parent.course.openedAt > 0
                && child.course.hasBegun()
                && child.course.suspectedAt <= parent.course.endedAt()
                && parent.course.openedAt <= child.course.endedAt();
    }

    /** An incident turns out to have been over before some of its relatives began; returns all whose family changed by it. */
    Set<Instance> part(Instance instance) {
        var strangers = new LinkedHashSet<Instance>();
        instance.course.children().stream()
                .filter(child -> !met(instance, child))
                .forEach(strangers::add);
        if (instance.parent != null && !met(instance.parent, instance)) {
            strangers.add(instance);
        }
        var changed = new LinkedHashSet<Instance>();
        for (var child : strangers) {
            var parent = child.parent;
            if (parent != null) {
                parent.course.release(child);
                child.parent = null;
                changed.add(parent);
                changed.add(child);
            }
        }
        strangers.forEach(child -> changed.addAll(relate(child)));
        return changed;
    }

    private static boolean isCloser(Instance parent, @Nullable Instance present) {
        return present == null || CLOSEST.compare(parent, present) < 0;
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
}
