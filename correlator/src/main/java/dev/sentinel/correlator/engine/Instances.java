package dev.sentinel.correlator.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances there are, each by its rule and its pivot; no more than a limit allows. */
final class Instances {
    private final int most;
    private final Map<Long, Instance> all = new HashMap<>();
    private long refused;

    Instances(int most) {
        this.most = most;
    }

    /** The instance of a rule at a pivot, made when there is none; nothing when there are too many. */
    @Nullable Instance of(Rule rule, int pivot) {
        var key = key(rule, pivot);
        var instance = all.get(key);
        if (instance == null) {
            if (all.size() == most) {
                refused++;
                return null;
            }
            instance = new Instance(rule, pivot);
            all.put(key, instance);
        }
        return instance;
    }

    void remove(Instance instance) {
        all.remove(key(instance.rule, instance.pivot));
    }

    /** Others take the place of all that are here. */
    void replace(Collection<Instance> others) {
        all.clear();
        others.forEach(other -> all.put(key(other.rule, other.pivot), other));
    }

    Collection<Instance> all() {
        return all.values();
    }

    int size() {
        return all.size();
    }

    long refused() {
        return refused;
    }

    private static long key(Rule rule, int pivot) {
        return (long) rule.number << 32 | pivot;
    }
}
