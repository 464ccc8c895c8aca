package dev.sentinel.correlator.engine;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was known under the patterns of before, handed over to those of now: by the names of patterns and of clauses. */
final class Succession {
    private final HashMap<String, Rule> byName = new HashMap<>();

    Succession(Rules rules) {
        rules.all().forEach(rule -> byName.put(rule.pattern.name(), rule));
    }

    /** By who was there before; who has no heir is gone. */
    Map<Instance, Instance> of(Collection<Instance> before) {
        var heirs = new LinkedHashMap<Instance, Instance>();
        for (var old : before) {
            var rule = byName.get(old.rule.pattern.name());
            if (rule != null && rule.pattern.pivot().equals(old.rule.pattern.pivot())) {
                heirs.put(old, heir(old, rule));
            }
        }
        heirs.values().forEach(heir -> heir.course.standAlone());
        heirs.forEach((old, heir) -> {
            var parent = old.parent == null ? null : heirs.get(old.parent);
            if (parent != null) {
                heir.parent = parent;
                parent.course.adopt(heir);
            }
        });
        return heirs;
    }

    private static Instance heir(Instance old, Rule rule) {
        var heir = new Instance(rule, old.pivot, old.course);
        heir.told = old.told;
        heir.heardAt = old.heardAt;
        heir.evidence.inheritOmitted(old.evidence);
        var clauses = rule.pattern.clauses();
        for (var c = 0; c < clauses.size(); c++) {
            var before = indexOf(old.rule, clauses.get(c).name());
            if (before >= 0) {
                heir.inherit(c, old, before);
            }
        }
        return heir;
    }

    /** The clause of that name, or -1. */
    static int indexOf(Rule rule, String clause) {
        for (var c = 0; c < rule.pattern.clauses().size(); c++) {
            if (rule.pattern.clauses().get(c).name().equals(clause)) {
                return c;
            }
        }
        return -1;
    }
}
