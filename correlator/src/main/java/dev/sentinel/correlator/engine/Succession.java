package dev.sentinel.correlator.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/** What was known under the patterns of before, handed over to those of now: by the names of patterns and of clauses. */
final class Succession {
    private final HashMap<String, Rule> byName = new HashMap<>();

    Succession(Rules rules) {
        rules.all().forEach(rule -> byName.put(rule.pattern.name(), rule));
    }

    List<Instance> of(Collection<Instance> before) {
        var heirs = new ArrayList<Instance>();
        for (var old : before) {
            var rule = byName.get(old.rule.pattern.name());
            if (rule != null && rule.pattern.pivot().equals(old.rule.pattern.pivot())) {
                heirs.add(heir(old, rule));
            }
        }
        return heirs;
    }

    private static Instance heir(Instance old, Rule rule) {
        var heir = new Instance(rule, old.pivot, old.course);
        heir.told = old.told;
        heir.heardAt = old.heardAt;
        var clauses = rule.pattern.clauses();
        for (var c = 0; c < clauses.size(); c++) {
            var before = indexOf(old.rule, clauses.get(c).name());
            if (before >= 0) {
                heir.inherit(c, old.evidence(before));
            }
        }
        return heir;
    }

    private static int indexOf(Rule rule, String clause) {
        for (var c = 0; c < rule.pattern.clauses().size(); c++) {
            if (rule.pattern.clauses().get(c).name().equals(clause)) {
                return c;
            }
        }
        return -1;
    }
}
