package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.patterns.Match;
import dev.sentinel.proto.Kinds;
import dev.sentinel.v1.Event;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** What follows from incidents and is told with them instead of beside them; what came shortly before one is kept for it. */
final class Noise {
    private static final int MOST = 1_024;

    private final ArrayDeque<Heard> heard = new ArrayDeque<>();
    private final Consumer<Instance> grown;

    private record Heard(Event event, int kind, long time) {}

    /** {@code grown} hears of incidents with more noise than they told. */
    Noise(Consumer<Instance> grown) {
        this.grown = grown;
    }

    void fold(Event event, int kind, long time, Collection<Instance> begun) {
        if (heard.size() == MOST) {
            heard.removeFirst();
        }
        var last = new Heard(event, kind, time);
        heard.addLast(last);
        for (var instance : begun) {
            foldInto(instance, last);
        }
    }

    /** An incident begins: what was heard shortly before may be its doing. */
    void foldInto(Instance instance) {
        for (var each : heard) {
            foldInto(instance, each);
        }
    }

    private void foldInto(Instance instance, Heard each) {
        for (var fold : instance.rule.pattern.folds()) {
            var begins = instance.course.suspectedAt - fold.within().toMillis();
            if (each.time() >= begins && !instance.course.isResolved() && matches(fold.matches(), each)) {
                var more = instance.course.folded().add(each.event(), Kinds.of(each.event()), fold.why(), each.time());
                if (more && instance.told != null) {
                    grown.accept(instance);
                }
                return;
            }
        }
    }

    private static boolean matches(List<Match> matches, Heard each) {
        for (var match : matches) {
            if ((match.kind().equals(Match.ANY) || Rules.number(match.kind()) == each.kind())
                    && match.condition().holds(each.event())) {
                return true;
            }
        }
        return false;
    }
}
