package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Unclaimed.Critical;
import dev.sentinel.correlator.patterns.Pattern.Fold;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What follows from incidents and is told with them instead of beside them; what came shortly before one is kept for it. */
final class Noise {
    private static final int MOST = 1_024;

    private final ArrayDeque<Heard> heard = new ArrayDeque<>();
    private final Begun begun;
    private final Consumer<Instance> grown;

    /** One fact, and by which rules it may be folded, and how. */
    private record Heard(Event event, String kind, long time, Map<Rule, List<Fold>> by) {}

    /** {@code grown} hears of incidents with more noise than they told. */
    Noise(Begun begun, Consumer<Instance> grown) {
        this.begun = begun;
        this.grown = grown;
    }

    void fold(Event event, long time, List<Rules.Folding> foldings) {
        if (foldings.isEmpty()) {
            return;
        }
        var by = by(event, foldings);
        if (by.isEmpty()) {
            return;
        }
        if (heard.size() == MOST) {
            heard.removeFirst();
        }
        var last = new Heard(event, Kinds.of(event), time, by);
        heard.addLast(last);
        by.keySet().forEach(rule -> begun.of(rule).forEach(instance -> foldInto(instance, last)));
    }

    /** Asked once for each rule, not for each of its incidents. */
    private static Map<Rule, List<Fold>> by(Event event, List<Rules.Folding> foldings) {
        var by = new LinkedHashMap<Rule, List<Fold>>();
        for (var folding : foldings) {
            if (folding.condition().holds(event)) {
                by.merge(folding.rule(), List.of(folding.fold()), Noise::both);
            }
        }
        return by;
    }

    private static List<Fold> both(List<Fold> some, List<Fold> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Other rules run from now on. */
    void replace(Rules rules) {
        var before = List.copyOf(heard);
        heard.clear();
        before.forEach(each -> heard.addLast(new Heard(
                each.event(),
                each.kind(),
                each.time(),
                by(each.event(), rules.foldings(each.event().getDetailCase().getNumber())))));
    }

    /** An incident begins: what was heard shortly before may be its doing. */
    void foldInto(Instance instance) {
        if (instance.rule.folds()) {
            heard.forEach(each -> foldInto(instance, each));
        }
    }

    /** An incident began earlier, or goes on for longer, than was thought: what it did in the time before is told already. */
    void foldMoreInto(Instance instance, long began, long until) {
        for (var each : instance.rule.folds() ? heard : List.<Heard>of()) {
            var folds = each.by().getOrDefault(instance.rule, List.of());
            if (each.time() > until
                    || folds.stream()
                            .noneMatch(
                                    fold -> each.time() >= began - fold.within().toMillis())) {
                foldInto(instance, each);
            }
        }
    }

    /** Whether an incident that goes on, and did in time, tells a critical fact as noise. */
    boolean holds(Critical critical, List<Rules.Folding> foldings) {
        var kind = critical.fact().kind.name();
        for (var entry : by(critical.event(), foldings).entrySet()) {
            for (var instance : begun.of(entry.getKey())) {
                for (var fold : entry.getValue()) {
                    if (instance.course.hadBegunBy(critical.until())
                            && instance.course.hasFolded(critical.event(), kind, fold.why())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void foldInto(Instance instance, Heard each) {
        for (var fold : each.by().getOrDefault(instance.rule, List.of())) {
            var begins = instance.course.suspectedAt - fold.within().toMillis();
            if (each.time() >= begins && each.time() <= instance.course.goesUntil()) {
                var more = instance.course.folded().add(each.event(), each.kind(), fold.why(), each.time());
                if (more && instance.told != null) {
                    grown.accept(instance);
                }
                return;
            }
        }
    }
}
