package dev.sentinel.correlator.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The incidents that go on; those of rules that fold noise are found by their rule. */
final class Begun {
    private final Set<Instance> all = new LinkedHashSet<>();
    private final Map<Rule, Set<Instance>> folding = new HashMap<>();

    void add(Instance instance) {
        if (instance.goesOn) {
            return;
        }
        instance.goesOn = true;
        all.add(instance);
        if (instance.rule.folds()) {
            folding.computeIfAbsent(instance.rule, rule -> new LinkedHashSet<>())
                    .add(instance);
        }
    }

    void remove(Instance instance) {
        if (!instance.goesOn) {
            return;
        }
        instance.goesOn = false;
        all.remove(instance);
        if (instance.rule.folds()) {
            of(instance.rule).remove(instance);
        }
    }

    void replace(Collection<Instance> others) {
        all.forEach(instance -> instance.goesOn = false);
        all.clear();
        folding.clear();
        others.forEach(this::add);
    }

    Set<Instance> all() {
        return all;
    }

    /** Those of a rule that folds. */
    Set<Instance> of(Rule rule) {
        return folding.getOrDefault(rule, Set.of());
    }
}
