package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The instances there are, each by its rule and its pivot; no more than a limit allows. Asked for every piece of evidence, so
 * one open table of numbers, and the instances beside it.
 */
final class Instances {
    private static final long FREE = -1;

    private final int most;
    private long[] keys;
    private Instance[] instances;
    private int size;
    private long refused;

    Instances(int most) {
        this.most = most;
        this.keys = free(256);
        this.instances = new Instance[256];
    }

    private static long[] free(int length) {
        var keys = new long[length];
        Arrays.fill(keys, FREE);
        return keys;
    }

    /** The instance of a rule at a pivot, made when there is none; nothing when there are too many. */
    @Nullable Instance of(Rule rule, int pivot) {
        var key = key(rule, pivot);
        var at = at(key);
        if (keys[at] == key) {
            return instances[at];
        }
        if (size == most) {
            refused++;
            return null;
        }
        var instance = new Instance(rule, pivot);
        put(instance);
        return instance;
    }

    private void put(Instance instance) {
        if (2 * (size + 1) > keys.length) {
            var before = all();
            keys = free(2 * keys.length);
            instances = new Instance[keys.length];
            before.forEach(this::set);
        }
        set(instance);
        size++;
    }

    private void set(Instance instance) {
        var key = key(instance.rule, instance.pivot);
        var at = at(key);
        keys[at] = key;
        instances[at] = instance;
    }

    void remove(Instance instance) {
        var at = at(key(instance.rule, instance.pivot));
        if (keys[at] != FREE) {
            size--;
            clear(at);
            // Who was put off by the one that goes moves up.
            for (var next = following(at); keys[next] != FREE; next = following(next)) {
                var moved = instances[next];
                clear(next);
                set(moved);
            }
        }
    }

    private void clear(int at) {
        keys[at] = FREE;
        Arrays.fill(instances, at, at + 1, null);
    }

    /** Others take the place of all that are here. */
    void replace(Collection<Instance> others) {
        size = 0;
        keys = free(256);
        instances = new Instance[256];
        others.forEach(this::put);
    }

    List<Instance> all() {
        var all = new ArrayList<Instance>(size);
        for (var at = 0; at < keys.length; at++) {
            if (keys[at] != FREE) {
                all.add(instances[at]);
            }
        }
        return all;
    }

    /** Subjects that had to go for others. */
    long omitted() {
        return all().stream().mapToLong(instance -> instance.evidence.omitted()).sum();
    }

    int size() {
        return size;
    }

    long refused() {
        return refused;
    }

    /** Where a key is, or would be. */
    private int at(long key) {
        var mixed = key * 0x9E3779B97F4A7C15L;
        var at = (int) (mixed >>> 32) & keys.length - 1;
        while (keys[at] != key && keys[at] != FREE) {
            at = following(at);
        }
        return at;
    }

    private int following(int at) {
        return at + 1 & keys.length - 1;
    }

    private static long key(Rule rule, int pivot) {
        return (long) rule.number << 32 | pivot;
    }
}
