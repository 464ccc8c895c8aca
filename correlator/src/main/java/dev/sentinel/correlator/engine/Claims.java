package dev.sentinel.correlator.engine;

import dev.sentinel.correlator.engine.Unclaimed.Critical;
import java.util.function.Consumer;

/**
 * Whether people see a critical fact in an incident: as evidence that counts there, or in a count of what it tells. To lie
 * where an incident is going on is not enough, because what does not count is not shown.
 */
final class Claims {
    private final Assessor assessor;
    private final Noise noise;
    private final Consumer<Instance> repeated;

    /** {@code repeated} hears of incidents in which something counts more often than they told. */
    Claims(Assessor assessor, Noise noise, Consumer<Instance> repeated) {
        this.assessor = assessor;
        this.noise = noise;
        this.repeated = repeated;
    }

    boolean has(Critical critical, Rules rules, long now) {
        for (var item : critical.items()) {
            for (var placed : item.placed) {
                if (shows(placed, item, critical.until(), now)) {
                    return true;
                }
            }
        }
        var foldings = rules.foldings(critical.event().getDetailCase().getNumber());
        return noise.holds(critical, foldings);
    }

    private boolean shows(Unsettled.Placed placed, Unsettled.Item item, long until, long now) {
        var instance = placed.instance();
        var course = instance.course;
        var clause = item.clauseIn(instance.rule);
        if (!course.hadBegunBy(until) || clause < 0 || item.fact.time > course.endedAt()) {
            return false;
        }
        assessor.holding(instance, until, now);
        if (assessor.wouldCount(instance.rule, clause, item.fact.time, placed.entry().link)) {
            return true;
        }
        var repeats = !course.isResolved()
                && repeats(instance.evidence, clause, placed.entry())
                && !cameBack(instance, item.fact.time, until);
        if (repeats) {
            repeated.accept(instance);
        }
        return repeats;
    }

    /** What came back after its recovery is no repetition. */
    private boolean cameBack(Instance instance, long time, long until) {
        return instance.course.hadOpenedBy(until)
                && Recovery.before(time, instance, assessor).isOver();
    }

    /** The same was seen of the same subject before, and counts: it is told with the number of times. */
    private boolean repeats(Evidence evidence, int clause, Entry entry) {
        var known = evidence.find(clause, entry.subject, entry.link);
        return known >= 0 && assessor.counts(clause, known);
    }
}
